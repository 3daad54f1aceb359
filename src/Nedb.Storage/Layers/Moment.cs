namespace Nedb.Storage.Layers;

/// <summary>Which versions a walk over layers shows: those that were visible at a seq.</summary>
/// <param name="Seq">The seq; <see cref="long.MaxValue"/> for what is current.</param>
/// <param name="Until">
/// The last seq of the layers that are walked over. What was closed later is current in them, and one of them has it as such.
/// </param>
internal readonly record struct Moment(long Seq, long Until)
{
    /// <summary>What is current.</summary>
    public static Moment Present => new(long.MaxValue, long.MaxValue);

    /// <summary>Whether a version, which is no tombstone, is visible.</summary>
    /// <param name="seq">Its seq.</param>
    /// <param name="supersededSeq">The seq of the version that replaced it; <see cref="long.MaxValue"/> where none did.</param>
    public bool Shows(long seq, long supersededSeq) =>
        seq <= Seq && (supersededSeq == long.MaxValue || (supersededSeq > Seq && supersededSeq <= Until));
}
