using Nedb.Query.Diagnostics;
using Nedb.Query.Execution.Batches;
using Nedb.Query.Types;
using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Evaluators;

/// <summary>LIKE, NOT LIKE and their forms that ignore case; with a null on either side, or as the escape, all of them are false.
/// The last pattern is kept.</summary>
internal sealed class LikeEvaluator(
    Evaluator text, Evaluator pattern, Evaluator? escape, bool isCaseInsensitive, bool isNegated, int state) : PredicateEvaluator
{
    public override bool EvaluateBoolean(Frame frame)
    {
        text.Evaluate(frame, out var value);
        pattern.Evaluate(frame, out var form);
        if (value.IsNull || form.IsNull)
            return false;
        if (value.Kind != ValueKind.String || form.Kind != ValueKind.String)
            throw new NqlException(NqlErrorCode.TypeMismatch, $"LIKE needs text on both sides; found {value} and {form}.");
        return Find(frame, form.AsString()) is { } found && found.IsMatch(value.AsString()) != isNegated;
    }

    public override void Mark(Frame frame, RowBatch batch, Span<bool> marks)
    {
        if (!isCaseInsensitive && pattern is ConstantEvaluator or ParameterEvaluator
            && pattern.Get(frame) is { Kind: ValueKind.String } form
            && (escape is null or ConstantEvaluator or ParameterEvaluator))
        {
            var vector = frame.RentVector();
            text.Fill(frame, batch, vector);
            if (vector.Kind == VectorKind.Texts && Find(frame, form.AsString()) is { Utf8: { } matcher })
            {
                TextMarks.Mark(vector, matcher, isNegated, nullMark: false, marks);
                frame.ReturnVector(vector);
                return;
            }

            frame.ReturnVector(vector);
        }

        base.Mark(frame, batch, marks);
    }

    private LikePattern? Find(Frame frame, string form)
    {
        if (frame.States[state] is Prepared last && last.Form == form)
            return last.Pattern;
        string? symbol = null;
        if (escape is not null)
        {
            escape.Evaluate(frame, out var found);
            if (found.IsNull)
                return null;
            if (found.Kind != ValueKind.String)
                throw new NqlException(NqlErrorCode.ValueInvalid, $"ESCAPE needs one character; found {found}.");
            symbol = found.AsString();
        }

        var made = LikePattern.Create(form, symbol, isCaseInsensitive);
        frame.States[state] = new Prepared(form, made);
        return made;
    }

    private sealed record Prepared(string Form, LikePattern Pattern);
}
