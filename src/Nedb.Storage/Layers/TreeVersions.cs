using Nedb.Storage.Trees;
using Nedb.Storage.Views;

namespace Nedb.Storage.Layers;

/// <summary>Current documents in memory, by their keys or by their entries in an index.</summary>
/// <param name="cursor">The place in the tree.</param>
/// <param name="versions">Finds what entries of an index stand for; null for documents by their keys.</param>
/// <param name="isBelow">
/// Whether newer layers lie above: a version that keeps the values of an index leaves the entry below as it is, and replaces what it shows.
/// </param>
internal sealed class TreeVersions(TreeCursor<StoredDocument> cursor, IVersionFinder? versions, bool isBelow)
    : MemorySource<StoredDocument>(cursor)
{
    /// <inheritdoc/>
    public override bool IsRemoval => Held.IsTombstone;

    /// <inheritdoc/>
    public override long Seq => Held.Seq;

    /// <inheritdoc/>
    public override long SupersededSeq => long.MaxValue;

    /// <inheritdoc/>
    public override bool IsPast => false;

    /// <inheritdoc/>
    public override bool IsShown(in Moment moment) => !Held.IsTombstone && Held.Seq <= moment.Seq;

    /// <inheritdoc/>
    public override StoredDocument Read() =>
        versions is not null && (isBelow || Held is VersionPointer) ? VersionPointer.Read(versions, Held.KeyBytes) : Held;
}
