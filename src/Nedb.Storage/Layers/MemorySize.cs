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
    /// <param name="indexes">How many indexes its collection has.</param>
    public static long Of(VersionEntry version, int indexes) =>
        VersionBytes + version.Row.Length + 2 * version.KeyBytes.Length + (long)indexes * (EntryBytes + version.KeyBytes.Length)
        + 64L * version.Provenance.CausedBy.Length + 2L * (version.Provenance.Evidence?.Length ?? 0);
}
