using Nedb.Storage.Trees;
using Nedb.Storage.Views;

namespace Nedb.Storage.Layers;

/// <summary>Current documents in memory, by their keys or by their entries in an index.</summary>
internal sealed class TreeVersions(TreeCursor<StoredDocument> cursor, IVersionFinder? versions) : MemorySource<StoredDocument>(cursor)
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
    public override StoredDocument Read() => Held is VersionPointer pointer ? pointer.ReadCurrent(versions!) : Held;
}
