using Nedb.Storage.Trees;

namespace Nedb.Storage.Runs;

/// <summary>Walks over a tree in memory as over a run. Trees that hold what has no bytes say how to get them.</summary>
internal sealed class TreeSource<TValue>(OrderedTree<TValue> tree, Func<TValue, ReadOnlyMemory<byte>> toBytes) : OrderedCursor
    where TValue : class
{
    private readonly TreeCursor<TValue> _cursor = tree.OpenCursor();

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Key => _cursor.Key;

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> Value => toBytes(_cursor.Value);

    /// <summary>The value as the tree holds it.</summary>
    public TValue Held => _cursor.Value;

    /// <inheritdoc/>
    public override bool Seek(ReadOnlySpan<byte> key) => _cursor.Seek(key);

    /// <inheritdoc/>
    public override bool SeekBefore(ReadOnlySpan<byte> key) => _cursor.SeekBefore(key);

    /// <inheritdoc/>
    public override bool MoveFirst() => _cursor.MoveFirst();

    /// <inheritdoc/>
    public override bool MoveLast() => _cursor.MoveLast();

    /// <inheritdoc/>
    public override bool MoveNext() => _cursor.MoveNext();

    /// <inheritdoc/>
    public override bool MovePrevious() => _cursor.MovePrevious();
}
