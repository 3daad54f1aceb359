using Nedb.Storage.Runs;
using Nedb.Storage.Views;

namespace Nedb.Storage.Layers;

/// <summary>The part of a run that belongs to one view: the entries whose keys begin with its prefix.</summary>
internal abstract class RunSource(Run run, byte[] prefix) : ViewSource
{
    private readonly RunCursor _cursor = run.OpenCursor();
    private byte[] _bound = [];

    /// <inheritdoc/>
    public sealed override ReadOnlySpan<byte> Key => _cursor.Key[prefix.Length..];

    /// <inheritdoc/>
    public sealed override ReadOnlyMemory<byte> Value => _cursor.Value;

    /// <summary>Whether a run may hold keys with that prefix, by its first and its last key.</summary>
    public static bool MayHold(Run run, ReadOnlySpan<byte> prefix) =>
        run.Info.LargestKey.AsSpan().SequenceCompareTo(prefix) >= 0
        && (run.Info.SmallestKey.AsSpan().SequenceCompareTo(prefix) <= 0 || run.Info.SmallestKey.AsSpan().StartsWith(prefix));

    /// <inheritdoc/>
    public sealed override bool Seek(ReadOnlySpan<byte> key) => IsInside(_cursor.Seek(BoundOf(key)));

    /// <inheritdoc/>
    public sealed override bool SeekBefore(ReadOnlySpan<byte> key) => IsInside(_cursor.SeekBefore(BoundOf(key)));

    /// <inheritdoc/>
    public sealed override bool MoveFirst() => IsInside(_cursor.Seek(prefix));

    /// <inheritdoc/>
    public sealed override bool MoveLast() => IsInside(_cursor.SeekBefore(KeyRange.Successor(prefix)));

    /// <inheritdoc/>
    public sealed override bool MoveNext() => IsInside(_cursor.MoveNext());

    /// <inheritdoc/>
    public sealed override bool MovePrevious() => IsInside(_cursor.MovePrevious());

    private bool IsInside(bool found) => found && _cursor.Key.StartsWith(prefix);

    private ReadOnlySpan<byte> BoundOf(ReadOnlySpan<byte> key)
    {
        var length = prefix.Length + key.Length;
        if (_bound.Length < length)
        {
            _bound = new byte[Math.Max(64, 2 * length)];
            prefix.CopyTo(_bound, 0);
        }

        key.CopyTo(_bound.AsSpan(prefix.Length));
        return _bound.AsSpan(0, length);
    }
}
