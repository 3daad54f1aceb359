namespace Nedb.Storage.Runs;

/// <summary>Where the parts of an entry are in the array of its block.</summary>
/// <param name="Shared">How many bytes of its key are those of the base key of its group.</param>
/// <param name="RestStart">Where the rest of its key begins.</param>
/// <param name="ValueStart">Where the rest of its key ends and its value begins.</param>
/// <param name="End">Where its value ends.</param>
internal readonly record struct BlockEntry(int Shared, int RestStart, int ValueStart, int End)
{
    /// <summary>The length of the key.</summary>
    public int KeyLength => Shared + ValueStart - RestStart;
}
