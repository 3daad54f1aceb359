namespace Nedb.Storage.Runs;

/// <summary>What is known of a finished run.</summary>
/// <param name="DatabaseId">The database that it belongs to.</param>
/// <param name="RunId">Its id, never used twice in a database.</param>
/// <param name="Length">The bytes of its file.</param>
/// <param name="EntryCount">How many entries it has, at least 1.</param>
/// <param name="SmallestKey">The key of its first entry.</param>
/// <param name="LargestKey">The key of its last entry.</param>
/// <param name="SeqMin">The least seq that its entries come from, as its writer was told.</param>
/// <param name="SeqMax">The greatest seq that its entries come from, as its writer was told.</param>
internal sealed record RunInfo(
    Guid DatabaseId, long RunId, long Length, long EntryCount, byte[] SmallestKey, byte[] LargestKey, long SeqMin, long SeqMax)
{
    /// <summary>The path of its file.</summary>
    public string Path => RunName.PathOf(RunId);
}
