using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Evaluators;

/// <summary>Whether a query has a row.</summary>
internal sealed class ExistsEvaluator(Plan plan, int state, bool isConstant) : PredicateEvaluator
{
    public override bool EvaluateBoolean(Frame frame)
    {
        if (isConstant && frame.States[state] is Memo memo)
            return memo.Value.AsBoolean();
        var rows = Subqueries.Start(frame, plan, state, isConstant);
        var exists = rows.MoveNext();
        if (isConstant)
        {
            rows.Dispose();
            frame.States[state] = new Memo(NedbValue.FromBoolean(exists));
        }

        return exists;
    }
}
