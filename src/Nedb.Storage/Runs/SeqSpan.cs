namespace Nedb.Storage.Runs;

/// <summary>Within which seqs the entries of a block can be seen.</summary>
/// <param name="Least">The least seq at which any of them can be seen.</param>
/// <param name="End">The least seq from which on none of them can be seen any more.</param>
/// <param name="WholeFrom">The least seq from which on all of them are seen; <see cref="long.MaxValue"/> where there is none, or where
/// other views are in the block.</param>
internal sealed record SeqSpan(long Least, long End, long WholeFrom)
{
    /// <summary>What is to be taken for granted of a block that nobody looked through.</summary>
    public static SeqSpan Any { get; } = new(0, long.MaxValue, long.MaxValue);

    /// <summary>Whether none of the entries is seen at a seq.</summary>
    public bool IsHiddenAt(long seq) => IsHiddenAt(seq, Least, End);

    /// <summary>Whether none is seen at a seq of what can be seen between two others.</summary>
    /// <param name="seq">The seq.</param>
    /// <param name="least">As <see cref="Least"/>.</param>
    /// <param name="end">As <see cref="End"/>.</param>
    public static bool IsHiddenAt(long seq, long least, long end) => seq < least || (end <= seq && end != long.MaxValue);

    /// <summary>Whether all entries are seen at a seq, or, at <see cref="long.MaxValue"/>, at present.</summary>
    public bool IsWholeAt(long seq) => WholeFrom != long.MaxValue && WholeFrom <= seq;
}
