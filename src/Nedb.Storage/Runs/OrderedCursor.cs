namespace Nedb.Storage.Runs;

/// <summary>
/// Walks over entries in the order of their keys, in either direction. Stands on no entry until it is moved, nor after a move that found
/// none; from there only the moves that name a place lead on. Used by one thread at a time.
/// </summary>
internal abstract class OrderedCursor
{
    /// <summary>The key of the entry that the cursor stands on; valid until it is moved.</summary>
    public abstract ReadOnlySpan<byte> Key { get; }

    /// <summary>The value of the entry that the cursor stands on; valid for as long as it is held, and never changed.</summary>
    public abstract ReadOnlyMemory<byte> Value { get; }

    /// <summary>Moves to the first entry whose key is not less than the given one.</summary>
    /// <returns>Whether there is one.</returns>
    public abstract bool Seek(ReadOnlySpan<byte> key);

    /// <summary>Moves to the last entry whose key is less than the given one.</summary>
    /// <returns>Whether there is one.</returns>
    public abstract bool SeekBefore(ReadOnlySpan<byte> key);

    /// <summary>Moves to the first entry.</summary>
    /// <returns>Whether there is one.</returns>
    public abstract bool MoveFirst();

    /// <summary>Moves to the last entry.</summary>
    /// <returns>Whether there is one.</returns>
    public abstract bool MoveLast();

    /// <summary>Moves to the next entry.</summary>
    /// <returns>Whether there is one.</returns>
    public abstract bool MoveNext();

    /// <summary>Moves to the previous entry.</summary>
    /// <returns>Whether there is one.</returns>
    public abstract bool MovePrevious();
}
