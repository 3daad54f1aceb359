namespace Nedb.Storage.Runs;

/// <summary>Within which seqs the entries of a block can be seen.</summary>
internal sealed class SeqSpan(long least, long end)
{
    /// <summary>The least seq at which any of them can be seen.</summary>
    public long Least => least;

    /// <summary>The least seq from which on none of them can be seen any more.</summary>
    public long End => end;
}
