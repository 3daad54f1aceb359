namespace Nedb.Query.Execution.Batches;

/// <summary>Reads the rows of any step in batches.</summary>
internal sealed class BatchReader(Frame frame, Operator input, int[] slots)
{
    private readonly IBatchOperator? _batches = input as IBatchOperator;

    /// <summary>The rows read last.</summary>
    public RowBatch Batch { get; } = new(frame.Slots.Length);

    /// <summary>Reads the next rows.</summary>
    /// <returns>Whether there are any.</returns>
    public bool Read()
    {
        frame.Cancellation.ThrowIfCancellationRequested();
        if (_batches is not null)
            return _batches.MoveNext(Batch);
        Batch.Reset(slots);
        while (Batch.Count < Batch.Capacity && input.MoveNext())
            Batch.Add(frame);
        return Batch.Count > 0;
    }
}
