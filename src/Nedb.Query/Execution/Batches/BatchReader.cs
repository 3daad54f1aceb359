namespace Nedb.Query.Execution.Batches;

/// <summary>Reads the rows of any step in batches.</summary>
/// <param name="frame">The state of the execution.</param>
/// <param name="input">Gives the rows.</param>
/// <param name="slots">The slots that they set.</param>
/// <param name="expectsFew">Whether only the first rows may be wanted.</param>
internal sealed class BatchReader(Frame frame, Operator input, int[] slots, bool expectsFew = false)
{
    private readonly IBatchOperator? _batches = input as IBatchOperator;

    // A step that goes row by row reads its slots again when it goes on, and whoever took the batch may have put other rows into them.
    private readonly object?[] _last = new object?[slots.Length];

    /// <summary>The rows read last.</summary>
    public RowBatch Batch { get; } = new(frame.Slots.Length, expectsFew);

    /// <summary>Reads the next rows.</summary>
    /// <returns>Whether there are any.</returns>
    public bool Read()
    {
        frame.Cancellation.ThrowIfCancellationRequested();
        if (_batches is not null)
            return _batches.MoveNext(Batch);
        Batch.Reset(slots);
        for (var i = 0; i < slots.Length; i++)
            frame.Slots[slots[i]] = _last[i];
        while (Batch.Count < Batch.Capacity && input.MoveNext())
            Batch.Add(frame);
        for (var i = 0; i < slots.Length; i++)
            _last[i] = frame.Slots[slots[i]];
        return Batch.Count > 0;
    }
}
