using Nedb.Storage.Trees;

namespace Nedb.Storage.Layers;

/// <summary>A tree in memory as a layer.</summary>
internal abstract class MemorySource<TValue>(TreeCursor<TValue> cursor) : ViewSource
    where TValue : class
{
    /// <inheritdoc/>
    public sealed override ReadOnlySpan<byte> Key => cursor.Key;

    /// <inheritdoc/>
    public sealed override ReadOnlyMemory<byte> Value => throw new NotSupportedException("What is in memory has no bytes; it is read.");

    /// <summary>What the tree holds at this place.</summary>
    protected TValue Held => cursor.Value;

    /// <inheritdoc/>
    public sealed override bool Seek(ReadOnlySpan<byte> key) => cursor.Seek(key);

    /// <inheritdoc/>
    public sealed override bool SeekBefore(ReadOnlySpan<byte> key) => cursor.SeekBefore(key);

    /// <inheritdoc/>
    public sealed override bool MoveFirst() => cursor.MoveFirst();

    /// <inheritdoc/>
    public sealed override bool MoveLast() => cursor.MoveLast();

    /// <inheritdoc/>
    public sealed override bool MoveNext() => cursor.MoveNext();

    /// <inheritdoc/>
    public sealed override bool MovePrevious() => cursor.MovePrevious();
}
