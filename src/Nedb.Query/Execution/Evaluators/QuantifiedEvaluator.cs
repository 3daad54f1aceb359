namespace Nedb.Query.Execution.Evaluators;

/// <summary>A comparison with any or all of the values of a query.</summary>
internal sealed class QuantifiedEvaluator(
    Evaluator item, Comparison comparison, bool isAll, Plan plan, Evaluator column, int state) : PredicateEvaluator
{
    public override bool EvaluateBoolean(Frame frame)
    {
        item.Evaluate(frame, out var value);
        var rows = Subqueries.Start(frame, plan, state, isConstant: false);
        while (rows.MoveNext())
        {
            frame.Tick();
            column.Evaluate(frame, out var other);
            if (Comparisons.Holds(comparison, in value, in other) != isAll)
                return !isAll;
        }

        return isAll;
    }
}
