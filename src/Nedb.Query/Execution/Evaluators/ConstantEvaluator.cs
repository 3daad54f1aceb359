using Nedb.Query.Execution.Batches;
using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Evaluators;

internal sealed class ConstantEvaluator(NedbValue constant) : Evaluator
{
    private readonly NedbValue _constant = constant;

    public ref readonly NedbValue Constant => ref _constant;

    public override void Evaluate(Frame frame, out NedbValue value) => value = _constant;

    protected internal override bool TryFill(Frame frame, RowBatch batch, Vector vector) => FillConstant(in _constant, batch, vector);

    /// <summary>The same value for every row.</summary>
    public static bool FillConstant(in NedbValue constant, RowBatch batch, Vector vector)
    {
        switch (constant.Kind)
        {
            case ValueKind.Int64:
                vector.Reset(VectorKind.Integers, batch.Count);
                vector.Integers.Fill(constant.AsInt64());
                return true;
            case ValueKind.Double:
                vector.Reset(VectorKind.Doubles, batch.Count);
                vector.Doubles.Fill(constant.AsDouble());
                return true;
            default:
                vector.Reset(VectorKind.Values, batch.Count);
                vector.Values.Fill(constant);
                return true;
        }
    }

    public override bool TryEvaluateInt64(Frame frame, out long result)
    {
        result = _constant.AsInt64();
        return _constant.Kind == ValueKind.Int64;
    }
}
