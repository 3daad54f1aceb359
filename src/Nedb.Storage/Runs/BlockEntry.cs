namespace Nedb.Storage.Runs;

/// <summary>Where the parts of an entry are in the array of its block.</summary>
/// <param name="Shared">How many bytes of its key are those of the base key of its group.</param>
/// <param name="RestStart">Where the rest of its key begins.</param>
/// <param name="RestLength">How many bytes the rest of its key has.</param>
/// <param name="ValueStart">Where its value begins.</param>
/// <param name="ValueLength">How many bytes its value has.</param>
internal readonly record struct BlockEntry(int Shared, int RestStart, int RestLength, int ValueStart, int ValueLength)
{
    /// <summary>The length of the key.</summary>
    public int KeyLength => Shared + RestLength;
}
