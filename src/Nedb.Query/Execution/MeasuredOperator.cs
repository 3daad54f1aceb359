using System.Diagnostics;
using Nedb.Query.Execution.Batches;

namespace Nedb.Query.Execution;

/// <summary>Counts what another operator does.</summary>
internal class MeasuredOperator(Operator inner, StepCounter counter) : Operator
{
    /// <summary>Measures an operator, whichever way its rows are asked for.</summary>
    public static MeasuredOperator Of(Operator inner, StepCounter counter) =>
        inner is IBatchOperator ? new MeasuredBatches(inner, counter) : new MeasuredOperator(inner, counter);

    public override void Start()
    {
        var began = Stopwatch.GetTimestamp();
        inner.Start();
        counter.Starts++;
        counter.Ticks += Stopwatch.GetTimestamp() - began;
    }

    public override bool MoveNext()
    {
        var began = Stopwatch.GetTimestamp();
        var hasRow = inner.MoveNext();
        counter.Ticks += Stopwatch.GetTimestamp() - began;
        if (hasRow)
            counter.Rows++;
        return hasRow;
    }

    public override bool Skip(long count)
    {
        var began = Stopwatch.GetTimestamp();
        var isPassed = inner.Skip(count);
        counter.Ticks += Stopwatch.GetTimestamp() - began;
        if (isPassed)
            counter.Rows += count;
        return isPassed;
    }

    public override bool TryCount(out long count)
    {
        var began = Stopwatch.GetTimestamp();
        var isCounted = inner.TryCount(out count);
        counter.Ticks += Stopwatch.GetTimestamp() - began;
        counter.Rows += count;
        return isCounted;
    }

    public override void Dispose() => inner.Dispose();

    private sealed class MeasuredBatches(Operator inner, StepCounter counter) : MeasuredOperator(inner, counter), IBatchOperator
    {
        private readonly IBatchOperator _inner = (IBatchOperator)inner;
        private readonly StepCounter _counter = counter;

        public bool MoveNext(RowBatch batch)
        {
            var began = Stopwatch.GetTimestamp();
            var hasRows = _inner.MoveNext(batch);
            _counter.Ticks += Stopwatch.GetTimestamp() - began;
            if (hasRows)
                _counter.Rows += batch.Count;
            return hasRows;
        }
    }
}
