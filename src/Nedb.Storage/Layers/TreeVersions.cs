using Nedb.Storage.Trees;
using Nedb.Storage.Views;

namespace Nedb.Storage.Layers;

/// <summary>Current documents in memory, by their keys or by their entries in an index.</summary>
/// <param name="cursor">The place in the tree; of documents by their keys in one that was handed out.</param>
/// <param name="versions">Finds what entries of an index stand for; null for documents by their keys.</param>
/// <param name="isBelow">
/// Whether newer layers lie above: a version that keeps the values of an index leaves the entry below as it is, and replaces what it shows.
/// </param>
internal sealed class TreeVersions(TreeCursor<StoredDocument> cursor, IVersionFinder? versions, bool isBelow)
    : MemorySource<StoredDocument>(cursor)
{
    private readonly TreeCursor<StoredDocument> _cursor = cursor;

    /// <inheritdoc/>
    public override bool IsRemoval => Held.IsTombstone;

    /// <inheritdoc/>
    public override long Seq => Held.Seq;

    /// <inheritdoc/>
    public override long SupersededSeq => long.MaxValue;

    /// <inheritdoc/>
    public override bool IsPast => false;

    /// <inheritdoc/>
    public override bool IsShown(in Moment moment) => IsShownAt(Held, moment.Seq);

    /// <inheritdoc/>
    public override StoredDocument Read() =>
        versions is not null && (isBelow || Held is VersionPointer) ? VersionPointer.Read(versions, Held.KeyBytes) : Held;

    /// <inheritdoc/>
    public override int Take(Span<RowHandle> rows, ReadOnlySpan<byte> before, in Moment moment, bool isAlone, out bool isThere)
    {
        if (versions is not null)
            return base.Take(rows, before, in moment, isAlone, out isThere);
        var count = 0;
        isThere = true;
        while (isThere && count < rows.Length)
        {
            var leaf = _cursor.TakeRun(rows.Length - count, before, out var start, out var taken);
            if (taken == 0)
                break;
            var block = LeafBlock.For(leaf, taken);
            var isWhole = block is not null && block.IsWholeAt(moment.Seq);
            for (var i = start; i < start + taken; i++)
                if (isWhole || IsShownAt(leaf.Values[i], moment.Seq))
                    rows[count++] = block is null ? new(leaf.Values[i]) : new(block, i);
            isThere = _cursor.MoveNext();
        }

        if (isAlone)
            isThere = PassHidden(in moment, isThere);
        return count;
    }

    // Asking the class that most are costs a comparison; asking a base class costs a call for each.
    private static bool IsShownAt(StoredDocument version, long seq) => version is VersionEntry entry
        ? entry.Seq <= seq && !entry.IsTombstone
        : version.Seq <= seq && !version.IsTombstone;
}
