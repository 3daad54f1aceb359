namespace Nedb.Query.Execution.Spills;

/// <summary>Walks over records: each a key, by which they are ordered, and what belongs to it.</summary>
internal abstract class RecordCursor
{
    /// <summary>The key of the present record.</summary>
    public abstract ReadOnlySpan<byte> Key { get; }

    /// <summary>What the present record holds, in an array that is never changed.</summary>
    public abstract ArraySegment<byte> Content { get; }

    /// <summary>Moves to the next record.</summary>
    public abstract bool MoveNext();
}
