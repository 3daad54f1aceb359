using Nedb.Storage.Values;

namespace Nedb.Query.Execution;

/// <summary>A compiled way to the documents of a collection.</summary>
internal sealed class AccessPath
{
    /// <summary>The index; 0 for the key.</summary>
    public int IndexId { get; init; }

    /// <summary>The values of the first fields.</summary>
    public required Evaluator[] Equalities { get; init; }

    /// <summary>For each equality whether null equals null.</summary>
    public required bool[] NullsMatch { get; init; }

    /// <summary>For each field of the entries whether it is kept descending.</summary>
    public required bool[] IsDescending { get; init; }

    /// <summary>The values of the next field, any of which will do.</summary>
    public Evaluator[]? List { get; init; }

    /// <summary>Whether <see cref="List"/> is one array of values.</summary>
    public bool IsArray { get; init; }

    /// <summary>What the next field, text, begins with.</summary>
    public Evaluator? Prefix { get; init; }

    /// <summary>The escape of <see cref="Prefix"/>, where that is a pattern.</summary>
    public Evaluator? PrefixEscape { get; init; }

    /// <summary>Whether <see cref="Prefix"/> is a pattern of LIKE, of which only the beginning counts.</summary>
    public bool IsPattern { get; init; }

    public Evaluator? Lower { get; init; }

    public bool IsLowerInclusive { get; init; }

    public Evaluator? Upper { get; init; }

    public bool IsUpperInclusive { get; init; }

    /// <summary>Whether the field of the bounds is kept descending.</summary>
    public bool IsRangeDescending { get; init; }

    public bool IsReverse { get; init; }

    /// <summary>Whether entries whose next field is null are passed over.</summary>
    public bool IsNotNull { get; init; }

    /// <summary>Whether the key is wholly given.</summary>
    public bool IsSingle { get; init; }

    /// <summary>Whether the documents come in the order of their keys: also by an index whose values are all the same.</summary>
    public bool IsInKeyOrder => !IsReverse && (IndexId == 0 || (Equalities.Length == IsDescending.Length && List is null));

    /// <summary>
    /// Whether whatever lies in the range fulfils the conditions that the bounds were taken from: between two numbers there are only
    /// numbers, ordered by their values, and so it is with texts, times and the like.
    /// </summary>
    /// <param name="frame">The values of the bounds.</param>
    public bool IsExact(Frame frame)
    {
        if (Lower is null || Upper is null)
            return ((Lower ?? Upper) is { } only) && KindOf(only, frame) != ValueKind.Null;
        var kind = KindOf(Lower, frame);
        return kind != ValueKind.Null && kind == KindOf(Upper, frame);
    }

    /// <summary>The kind of a bound, of whose values the bytes of the entries come in the same order; null for any other.</summary>
    private static ValueKind KindOf(Evaluator bound, Frame frame)
    {
        if (bound.TryEvaluateInt64(frame, out _))
            return ValueKind.Int64;
        bound.Evaluate(frame, out var value);
        return value.IsNumber ? ValueKind.Int64 : value.Kind is ValueKind.Array or ValueKind.Object ? ValueKind.Null : value.Kind;
    }
}
