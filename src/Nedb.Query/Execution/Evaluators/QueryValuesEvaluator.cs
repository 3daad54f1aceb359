using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Evaluators;

/// <summary>The values of a query, which are few, as an array.</summary>
internal sealed class QueryValuesEvaluator(QueryValues values) : Evaluator
{
    public override void Evaluate(Frame frame, out NedbValue value) => value = NedbValue.FromArray(new(values.Get(frame).ToArray()));
}
