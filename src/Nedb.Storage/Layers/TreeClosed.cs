using Nedb.Storage.Trees;
using Nedb.Storage.Views;

namespace Nedb.Storage.Layers;

/// <summary>Closed versions in memory, by their keys or by their entries in an index, and their seqs.</summary>
internal sealed class TreeClosed(TreeCursor<ClosedVersion> cursor, IVersionFinder? versions) : MemorySource<ClosedVersion>(cursor)
{
    /// <inheritdoc/>
    public override bool IsRemoval => false;

    /// <inheritdoc/>
    public override long Seq => Held.Version.Seq;

    /// <inheritdoc/>
    public override long SupersededSeq => Held.SupersededSeq;

    /// <inheritdoc/>
    public override bool IsPast => true;

    /// <inheritdoc/>
    public override bool IsShown(in Moment moment) =>
        // What replaced it is known without a look at the version.
        Held is { SupersededSeq: not long.MaxValue } held && held.SupersededSeq > moment.Seq
        && moment.Shows(held.Version.Seq, held.SupersededSeq) && !held.Version.IsTombstone;

    /// <inheritdoc/>
    public override StoredDocument Read() => Held.Version is VersionPointer pointer ? pointer.Read(versions!) : Held.Version;
}
