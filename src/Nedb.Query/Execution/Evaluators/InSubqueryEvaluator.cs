using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Evaluators;

/// <summary>Whether a value is among those of a query that depends on no outer row: its values are hashed at the first use.</summary>
internal sealed class InSubqueryEvaluator(Evaluator item, Plan plan, Evaluator column, int state, bool isNegated) : PredicateEvaluator
{
    public override bool EvaluateBoolean(Frame frame)
    {
        var set = (ValueTable?)frame.States[state] ?? Fill(frame);
        item.Evaluate(frame, out var value);
        return set.Find(new ReadOnlySpan<NedbValue>(in value)) >= 0 != isNegated;
    }

    private ValueTable Fill(Frame frame)
    {
        var set = new ValueTable(1);
        using var rows = plan.Open(frame);
        rows.Start();
        while (rows.MoveNext())
        {
            frame.Tick();
            column.Evaluate(frame, out var value);
            set.FindOrAdd(new ReadOnlySpan<NedbValue>(in value), out _);
        }

        frame.States[state] = set;
        return set;
    }
}
