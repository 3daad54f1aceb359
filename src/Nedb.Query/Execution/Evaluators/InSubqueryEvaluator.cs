using Nedb.Query.Execution.Spills;

namespace Nedb.Query.Execution.Evaluators;

/// <summary>Whether a value is among those of a query that depends on no outer row: its values are hashed at the first use.</summary>
internal sealed class InSubqueryEvaluator(Evaluator item, Plan plan, Evaluator column, int state, bool isNegated) : PredicateEvaluator
{
    public override bool EvaluateBoolean(Frame frame)
    {
        var set = (ValueSet?)frame.States[state] ?? Fill(frame);
        item.Evaluate(frame, out var value);
        return set.Contains(in value) != isNegated;
    }

    private ValueSet Fill(Frame frame)
    {
        var set = new ValueSet(new(frame, plan));
        using var rows = plan.Open(frame);
        rows.Start();
        while (rows.MoveNext())
        {
            frame.Tick();
            column.Evaluate(frame, out var value);
            set.Add(in value);
        }

        set.Complete();
        frame.States[state] = set;
        return set;
    }
}
