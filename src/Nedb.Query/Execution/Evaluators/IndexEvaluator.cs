using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Evaluators;

/// <summary>An item of an array by its position from 0, or a member of an object by a computed name; null where there is none.</summary>
internal sealed class IndexEvaluator(Evaluator target, Evaluator index) : Evaluator
{
    public override void Evaluate(Frame frame, out NedbValue value)
    {
        target.Evaluate(frame, out var found);
        index.Evaluate(frame, out var place);
        if (found.Kind == ValueKind.Array && place.Kind == ValueKind.Int64)
        {
            var items = found.AsArray();
            value = place.AsInt64() >= 0 && place.AsInt64() < items.Count ? items[(int)place.AsInt64()] : default;
        }
        else
        {
            value = found.Kind == ValueKind.Object && place.Kind == ValueKind.String ? found.AsObject()[place.AsString()] : default;
        }
    }
}
