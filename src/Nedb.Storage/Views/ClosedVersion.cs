namespace Nedb.Storage.Views;

/// <summary>A version that is no longer current, or a tombstone.</summary>
/// <param name="Version">The version.</param>
/// <param name="SupersededSeq">The seq of the version that replaced it; <see cref="long.MaxValue"/> for a tombstone.</param>
internal sealed record ClosedVersion(StoredDocument Version, long SupersededSeq)
{
    /// <summary>Whether the version is what its key reads as at a seq.</summary>
    public bool IsVisibleAt(long seq) => Version.Seq <= seq && seq < SupersededSeq && !Version.IsTombstone;
}
