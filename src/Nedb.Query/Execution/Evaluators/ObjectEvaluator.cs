using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Evaluators;

internal sealed class ObjectEvaluator(string[] names, Evaluator[] members) : Evaluator
{
    public override void Evaluate(Frame frame, out NedbValue value)
    {
        var pairs = new KeyValuePair<string, NedbValue>[names.Length];
        for (var i = 0; i < names.Length; i++)
            pairs[i] = new(names[i], members[i].Get(frame));
        value = NedbValue.FromObject(new(pairs));
    }
}
