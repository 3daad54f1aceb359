using Nedb.Query.Execution.Batches;
using Nedb.Query.Types;
using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Evaluators;

/// <summary>A comparison of any two values. With <c>nullsMatch</c> false, as in the ON of a join, null equals nothing, not even
/// null.</summary>
internal sealed class CompareEvaluator(Comparison comparison, Evaluator left, Evaluator right, bool nullsMatch) : PredicateEvaluator
{
    public override bool EvaluateBoolean(Frame frame)
    {
        left.Evaluate(frame, out var leftValue);
        right.Evaluate(frame, out var rightValue);
        return Holds(in leftValue, in rightValue);
    }

    public override void Mark(Frame frame, RowBatch batch, Span<bool> marks)
    {
        var first = frame.RentVector();
        left.Fill(frame, batch, first);
        if (right is ConstantEvaluator or ParameterEvaluator)
        {
            right.Evaluate(frame, out var constant);
            if (first.Kind == VectorKind.Texts && constant.Kind == ValueKind.String
                && comparison is Comparison.Equal or Comparison.NotEqual && Utf8Text.TryEncode(constant.AsString(), out var text))
            {
                MarkTexts(first, text, marks);
            }
            else
            {
                for (var row = 0; row < marks.Length; row++)
                {
                    var value = first.Get(row);
                    marks[row] = Holds(in value, in constant);
                }
            }
        }
        else
        {
            var second = frame.RentVector();
            right.Fill(frame, batch, second);
            MarkAll(first, second, marks);
            frame.ReturnVector(second);
        }

        frame.ReturnVector(first);
    }

    /// <summary>Marks rows of which both values are known.</summary>
    public void MarkAll(Vector first, Vector second, Span<bool> marks)
    {
        for (var row = 0; row < marks.Length; row++)
        {
            var value = first.Get(row);
            var other = second.Get(row);
            marks[row] = Holds(in value, in other);
        }
    }

    private void MarkTexts(Vector vector, byte[] text, Span<bool> marks)
    {
        var isNegated = comparison == Comparison.NotEqual;
        TextMarks.Mark(vector, new(LikeShape.Exact, text), isNegated, nullMark: isNegated, marks);
    }

    private bool Holds(in NedbValue leftValue, in NedbValue rightValue) =>
        (nullsMatch || !leftValue.IsNull || !rightValue.IsNull) && Comparisons.Holds(comparison, in leftValue, in rightValue);
}
