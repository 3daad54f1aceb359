using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Evaluators;

/// <summary>The values of a query as an array.</summary>
internal sealed class ArraySubqueryEvaluator(Plan plan, Evaluator column, int state) : Evaluator
{
    public override void Evaluate(Frame frame, out NedbValue value)
    {
        var items = new List<NedbValue>();
        var rows = Subqueries.Start(frame, plan, state, isConstant: false);
        while (rows.MoveNext())
        {
            frame.Tick();
            items.Add(column.Get(frame));
        }

        value = NedbValue.FromArray(new(items.ToArray()));
    }
}
