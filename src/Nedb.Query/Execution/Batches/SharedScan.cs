namespace Nedb.Query.Execution.Batches;

/// <summary>A scan whose batches are shared out among several threads: each takes the next one when it is done with its last.</summary>
/// <param name="plan">The scan.</param>
/// <param name="rows">Gives its batches; was started.</param>
internal sealed class SharedScan(Plan plan, IBatchOperator rows)
{
    private readonly Lock _lock = new();

    /// <summary>The step of the plan that this stands for.</summary>
    public Plan Plan => plan;

    /// <summary>The operator of one thread.</summary>
    public Operator Open() => new Part(this);

    private bool MoveNext(RowBatch batch)
    {
        lock (_lock)
            return rows.MoveNext(batch);
    }

    private sealed class Part(SharedScan scan) : Operator, IBatchOperator
    {
        public override void Start()
        {
            // The scan was started once for all.
        }

        public override bool MoveNext() => throw new InvalidOperationException("A shared scan gives batches only.");

        public bool MoveNext(RowBatch batch) => scan.MoveNext(batch);
    }
}
