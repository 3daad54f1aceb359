using Nedb.Storage.Rows;
using Nedb.Storage.Runs;
using Nedb.Storage.Trees;
using Nedb.Storage.Values;

namespace Nedb.Storage.Views;

/// <summary>
/// The versions of a leaf of a tree in memory, which was handed out and so never changes. What fields hold is decoded once, and stays with
/// the leaf until a commit puts another leaf in its place.
/// </summary>
/// <param name="leaf">The leaf.</param>
internal sealed class LeafBlock(TreeLeaf<StoredDocument> leaf) : RowBlock
{
    // Of fewer rows of a leaf nobody decodes columns.
    private const int LeastRows = 16;

    // Decoding a value with all others of its leaf costs less than reading it alone, as long as a good part of them is wanted.
    private const int LeastPart = 4;

    // Not yet looked for.
    private const long Unasked = -1;

    private DecodedField[] _decoded = [];
    private long _wholeFrom = Unasked;

    /// <summary>The block of a leaf of a tree that was handed out, where so many of its rows are read that it pays to have one.</summary>
    /// <param name="leaf">The leaf.</param>
    /// <param name="wanted">How many of its rows are read.</param>
    public static LeafBlock? For(TreeLeaf<StoredDocument> leaf, int wanted)
    {
        if (leaf.Columns is LeafBlock block)
            return block;
        if (wanted < LeastRows)
            return null;
        // Two threads may each make one; both say the same.
        leaf.Columns = block = new(leaf);
        return block;
    }

    /// <summary>Whether all versions are documents that are seen at a seq.</summary>
    public bool IsWholeAt(long seq)
    {
        var from = Volatile.Read(ref _wholeFrom);
        if (from == Unasked)
            Volatile.Write(ref _wholeFrom, from = FindWhole());
        return from <= seq && from != long.MaxValue;
    }

    /// <inheritdoc/>
    public override StoredDocument Read(int index) => leaf.Values[index];

    /// <inheritdoc/>
    public override Shape? FindRow(int index, out ArraySegment<byte> row)
    {
        var version = leaf.Values[index];
        row = version.RowPlace;
        return version.Shape;
    }

    /// <inheritdoc/>
    public override FieldValues? Find(int fieldId, int wanted)
    {
        var found = DecodedField.Find(Volatile.Read(ref _decoded), 0, fieldId);
        if (found is null)
        {
            if (wanted * LeastPart < leaf.Count)
                return null;
            found = Decode(fieldId);
            Volatile.Write(ref _decoded, [.. Volatile.Read(ref _decoded), new(0, fieldId, found)]);
        }

        return found.Kind == Unknown ? null : found;
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> BytesOf(int index, int fieldId, out ValueKind kind)
    {
        var version = leaf.Values[index];
        var shape = version.Shape;
        var position = shape?.PositionOf(fieldId) ?? -1;
        if (version.Erasure.IsSet)
            kind = Unknown;
        else if (position < 0)
            kind = Missing;
        else
            return RowReader.Bytes(version.Row, position, shape!.Count, out kind);
        return default;
    }

    /// <summary>The least seq from which on all versions are seen; <see cref="long.MaxValue"/> where there is none.</summary>
    private long FindWhole()
    {
        var from = 0L;
        foreach (var version in leaf.Values.AsSpan(0, leaf.Count))
            from = version.IsTombstone ? long.MaxValue : Math.Max(from, version.Seq);
        return from;
    }

    /// <summary>The values of a field; of a kind that nobody has where each is to be read by itself.</summary>
    private FieldValues Decode(int fieldId)
    {
        var builder = new FieldValuesBuilder(leaf.Count);
        for (var index = 0; index < leaf.Count && !builder.IsUndecoded; index++)
        {
            if (leaf.Values[index].IsTombstone)
            {
                builder.Pass(index);
                continue;
            }

            var bytes = BytesOf(index, fieldId, out var kind);
            if (kind == Unknown)
                builder.GiveUp();
            else if (kind == Missing)
                builder.Miss(index);
            else
                builder.Add(index, bytes, kind);
        }

        return builder.Build();
    }
}
