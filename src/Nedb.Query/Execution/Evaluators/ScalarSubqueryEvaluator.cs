using Nedb.Query.Diagnostics;
using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Evaluators;

/// <summary>The one value of a query: null where it has no row, an error where it has more than one.</summary>
internal sealed class ScalarSubqueryEvaluator(Plan plan, Evaluator column, int state, bool isConstant) : Evaluator
{
    public override void Evaluate(Frame frame, out NedbValue value)
    {
        if (isConstant && frame.States[state] is Memo memo)
        {
            value = memo.Value;
            return;
        }

        var rows = Subqueries.Start(frame, plan, state, isConstant);
        value = default;
        if (rows.MoveNext())
        {
            column.Evaluate(frame, out value);
            if (rows.MoveNext())
                throw new NqlException(
                    NqlErrorCode.MoreThanOneRow, "A subquery used as a value must give at most one row; it gave more. Add LIMIT 1.");
        }

        if (!isConstant)
            return;
        rows.Dispose();
        frame.States[state] = new Memo(value);
    }
}
