using Nedb.Storage.Values;

namespace Nedb.Query.Execution;

/// <summary>An expression that is true or false, never null.</summary>
internal abstract class PredicateEvaluator : Evaluator
{
    public abstract override bool EvaluateBoolean(Frame frame);

    public sealed override void Evaluate(Frame frame, out NedbValue value) => value = NedbValue.FromBoolean(EvaluateBoolean(frame));
}
