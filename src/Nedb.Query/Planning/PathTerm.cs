using Nedb.Query.Binding;
using Nedb.Query.Execution;
using Nedb.Storage.Collations;

namespace Nedb.Query.Planning;

/// <summary>A predicate about one field of a collection that its key or an index can answer.</summary>
/// <param name="FieldId">The field, or <see cref="IdField"/>.</param>
/// <param name="Comparison">How the field is compared.</param>
/// <param name="Values">The value; several for IN; for <see cref="IsArray"/> one that is an array, or a query.</param>
/// <param name="Predicate">The whole predicate.</param>
internal sealed record PathTerm(int FieldId, Comparison Comparison, IReadOnlyList<BoundExpression> Values, BoundExpression Predicate)
{
    /// <summary>Stands for <c>_id</c> where the key is not made of fields.</summary>
    public const int IdField = 0;

    /// <summary>How many values are expected where their number is not known.</summary>
    public const int ItemsOfArray = 10;

    /// <summary>Whether the field must equal one of several values.</summary>
    public bool IsList { get; init; }

    /// <summary>Whether the values are the items of an array.</summary>
    public bool IsArray { get; init; }

    /// <summary>Whether the field must be text that begins with the value.</summary>
    public bool IsPrefix { get; init; }

    /// <summary>Whether the value is a pattern of LIKE, of which the beginning is fixed, and the next value its escape.</summary>
    public bool IsPattern { get; init; }

    /// <summary>The collation that the field and the values are compared by; null for as they are stored.</summary>
    public Collation? Collation { get; init; }

    /// <summary>Whether the values are the same in every collation.</summary>
    public bool FitsAnyCollation { get; init; }

    /// <summary>Whether the predicate says more than that: what the term finds must still be asked.</summary>
    public bool IsImplied { get; init; }

    /// <summary>Whether null equals null.</summary>
    public bool NullsMatch { get; init; } = true;

    /// <summary>Whether entries that hold a field by a collation answer it.</summary>
    public bool IsAnsweredBy(int fieldId, Collation? collation) =>
        FieldId == fieldId && (FitsAnyCollation || ReferenceEquals(Collation, collation));

    public bool IsEquality => Comparison == Comparison.Equal && !IsList && !IsPrefix;
}
