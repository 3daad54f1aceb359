using System.Diagnostics;

namespace Nedb.Query.Execution;

/// <summary>Counts what another operator does.</summary>
internal sealed class MeasuredOperator(Operator inner, StepCounter counter) : Operator
{
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

    public override void Dispose() => inner.Dispose();
}
