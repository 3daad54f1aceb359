using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Evaluators;

internal sealed class ConstantEvaluator(NedbValue constant) : Evaluator
{
    private readonly NedbValue _constant = constant;

    public ref readonly NedbValue Constant => ref _constant;

    public override void Evaluate(Frame frame, out NedbValue value) => value = _constant;

    public override bool TryEvaluateInt64(Frame frame, out long result)
    {
        result = _constant.AsInt64();
        return _constant.Kind == ValueKind.Int64;
    }
}
