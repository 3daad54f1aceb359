using Nedb.Query.Diagnostics;
using Nedb.Query.Syntax;
using Nedb.Storage.Values;

namespace Nedb.Query.Execution;

/// <summary>
/// A value that a clause takes, or a function that gives rows. Whether it is of use there shows only when the statement runs; what is wrong
/// with it is then said with its place in the text.
/// </summary>
internal sealed class ClauseValue(Evaluator evaluator, TextPlace place)
{
    /// <summary>What computes it.</summary>
    public Evaluator Evaluator => evaluator;

    /// <summary>Where it stands.</summary>
    public TextPlace Place => place;

    public NedbValue Get(Frame frame) => evaluator.Get(frame);

    /// <summary>What is wrong with the value.</summary>
    public NqlException Error(NqlErrorCode code, string message) => place.Place(new NqlException(code, message));

    /// <summary>A number of rows or steps; null where there is no clause, or it says nothing.</summary>
    public static long? Count(Frame frame, ClauseValue? clause, string name)
    {
        if (clause is null)
            return null;
        clause.Evaluator.Evaluate(frame, out var value);
        if (value.IsNull)
            return null;
        if (value.Kind != ValueKind.Int64)
            throw clause.Error(NqlErrorCode.TypeMismatch, $"{name} needs an integer, such as {name} 10; found {value}.");
        return value.AsInt64() >= 0
            ? value.AsInt64()
            : throw clause.Error(NqlErrorCode.ValueInvalid, $"{name} must not be negative; found {value}. Leave {name} out for all rows.");
    }

    /// <summary>A text; null where there is no clause, or it says nothing.</summary>
    public static string? Text(Frame frame, ClauseValue? clause, string name)
    {
        if (clause is null)
            return null;
        var value = clause.Get(frame);
        return value.Kind switch
        {
            ValueKind.Null => null,
            ValueKind.String => value.AsString(),
            _ => throw clause.Error(NqlErrorCode.TypeMismatch, $"{name} needs text, such as \"abc\"; found {value}."),
        };
    }

    /// <summary>The value as something else, where it is not null.</summary>
    /// <param name="frame">The row.</param>
    /// <param name="convert">Makes something else of it, or fails.</param>
    /// <param name="otherwise">What null stands for.</param>
    public T Convert<T>(Frame frame, Func<NedbValue, T> convert, T otherwise)
    {
        var value = evaluator.Get(frame);
        if (value.IsNull)
            return otherwise;
        try
        {
            return convert(value);
        }
        catch (NqlException failure) when (failure.Line == 0)
        {
            throw place.Place(failure);
        }
    }
}
