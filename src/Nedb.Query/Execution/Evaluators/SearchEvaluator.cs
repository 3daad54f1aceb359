using Nedb.Query.Diagnostics;
using Nedb.Query.Search;
using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Evaluators;

/// <summary>Whether every word of a phrase is found in some of the fields. The phrase last seen is kept as words.</summary>
internal sealed class SearchEvaluator(Evaluator phrase, Evaluator[] fields, int state) : PredicateEvaluator
{
    public override bool EvaluateBoolean(Frame frame)
    {
        phrase.Evaluate(frame, out var text);
        if (text.IsNull)
            return false;
        if (text.Kind != ValueKind.String)
            throw new NqlException(NqlErrorCode.TypeMismatch, $"SEARCH needs text; found {text}.");
        if (frame.States[state] is not Prepared prepared || prepared.Text != text.AsString())
            frame.States[state] = prepared = new(text.AsString(), SearchPhrase.Parse(text.AsString()), new NedbValue[fields.Length]);
        for (var i = 0; i < fields.Length; i++)
            fields[i].Evaluate(frame, out prepared.Values[i]);
        return prepared.Phrase.Matches(prepared.Values);
    }

    private sealed record Prepared(string Text, SearchPhrase Phrase, NedbValue[] Values);
}
