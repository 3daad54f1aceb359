using Nedb.Storage.Views;

namespace Nedb.Storage.Layers;

/// <summary>About how much memory versions take in the trees.</summary>
internal static class MemorySize
{
    // The version itself, its places in the tables and trees, and what is spare in their nodes; measured, not exact.
    private const int VersionBytes = 400;
    private const int EntryBytes = 140;

    /// <summary>What a version takes, with the one that it replaces.</summary>
    /// <param name="version">The version.</param>
    /// <param name="replaced">What it replaces; null for nothing.</param>
    /// <param name="indexes">The indexes of its collection.</param>
    public static long Of(VersionEntry version, StoredDocument? replaced, ReadOnlySpan<IndexState> indexes)
    {
        var bytes = VersionBytes + version.Row.Length + 2 * version.KeyBytes.Length + 64L * version.Provenance.CausedBy.Length
            + 2L * (version.Provenance.Evidence?.Length ?? 0);
        // What lay in runs is copied, and its entries stay there where the values stay.
        if (replaced is RunDocument)
            bytes += replaced.Row.Length;
        foreach (var index in indexes)
            if (replaced is not RunDocument || !index.HasSameEntry(replaced, version))
                bytes += EntryBytes + version.KeyBytes.Length;
        return bytes;
    }
}
