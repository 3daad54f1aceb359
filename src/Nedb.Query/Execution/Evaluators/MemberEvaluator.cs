using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Evaluators;

/// <summary>A member of an object; null where the value is no object or has no such member.</summary>
internal sealed class MemberEvaluator(Evaluator target, string name) : Evaluator
{
    public override void Evaluate(Frame frame, out NedbValue value)
    {
        target.Evaluate(frame, out var found);
        value = found.Kind == ValueKind.Object ? found.AsObject()[name] : default;
    }
}
