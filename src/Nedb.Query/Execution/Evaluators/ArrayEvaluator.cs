using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Evaluators;

internal sealed class ArrayEvaluator(Evaluator[] items) : Evaluator
{
    public override void Evaluate(Frame frame, out NedbValue value)
    {
        var values = new NedbValue[items.Length];
        for (var i = 0; i < items.Length; i++)
            items[i].Evaluate(frame, out values[i]);
        value = NedbValue.FromArray(new(values));
    }
}
