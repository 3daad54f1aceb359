using Nedb.Query.Binding;
using Nedb.Query.Execution;
using Nedb.Query.Functions;
using Nedb.Query.Types;
using Nedb.Storage.Collations;
using Nedb.Storage.Schema;
using Nedb.Storage.Values;

namespace Nedb.Query.Planning;

/// <summary>Finds the predicates that a key or an index can answer: those that compare a field of the collection with something
/// else.</summary>
internal static class PathTerms
{
    public static IndexField[] KeyFields(CollectionDefinition collection) =>
        collection.KeyFieldIds.IsEmpty ? [new(PathTerm.IdField)] : [.. collection.KeyFieldIds.Select(static id => new IndexField(id))];

    /// <summary>What a key or an index may answer of some predicates.</summary>
    /// <param name="source">The collection.</param>
    /// <param name="predicates">The predicates.</param>
    /// <param name="withQueries">Whether that includes that a field is among the values of a query.</param>
    public static List<PathTerm> Extract(BoundCollectionSource source, List<BoundExpression> predicates, bool withQueries = false)
    {
        var terms = new List<PathTerm>();
        foreach (var predicate in predicates)
            if ((withQueries && predicate is BoundSubquery query ? AmongValues(source, query) : TryMake(source, predicate)) is { } term)
                terms.Add(term);
        return terms;
    }

    private static PathTerm? AmongValues(BoundCollectionSource source, BoundSubquery query) =>
        query is { Kind: SubqueryKind.In, IsNegated: false, Item: { } item } && FieldOf(source, item) is { } field
            && BoundTree.FreeSlots(query.Rows).Count == 0
            ? new(field, Comparison.Equal, [query], query) { IsList = true, IsArray = true }
            : null;

    /// <summary>The field that an expression is, or null; <see cref="PathTerm.IdField"/> for an <c>_id</c> that is not a field.</summary>
    public static int? FieldOf(BoundCollectionSource source, BoundExpression expression) => expression switch
    {
        BoundField field when field.Slot == source.Slot => field.Field.Id,
        BoundMetadata { Field: MetadataField.Id } id when id.Slot == source.Slot => source.Collection.KeyFieldIds switch
        {
            [] => PathTerm.IdField,
            [var only] => only,
            _ => null,
        },
        _ => null,
    };

    /// <summary>As <see cref="FieldOf"/>, also of a field that is folded by a collation.</summary>
    public static (int? FieldId, Collation? Collation) CollatedFieldOf(BoundCollectionSource source, BoundExpression expression) =>
        expression is BoundOperation { Kind: OperationKind.Fold, Arguments: [var field] } fold
            ? (FieldOf(source, field), (Collation)fold.Detail!)
            : (FieldOf(source, expression), null);

    /// <summary>How the entries of an index hold a field; null for as it is stored, as keys always do.</summary>
    public static Collation? CollationOf(CollectionDefinition collection, IndexDefinition? index, int fieldId) =>
        index is null ? null : collection.FindField(fieldId)?.TextCollation;

    private static PathTerm? TryMake(BoundCollectionSource source, BoundExpression predicate)
    {
        if (predicate is BoundField { Type.Kind: FieldKind.Boolean } flag && flag.Slot == source.Slot)
            return new(flag.Field.Id, Comparison.Equal, [BoundConstant.True], predicate);
        if (predicate is not BoundOperation operation)
            return null;
        switch (operation.Kind)
        {
            case OperationKind.Compare when (Comparison)operation.Detail! is not Comparison.NotEqual:
                return Compare(source, operation, (Comparison)operation.Detail!, true);
            case OperationKind.JoinEquals:
                return Compare(source, operation, Comparison.Equal, false);
            case OperationKind.IsNull when FieldOf(source, operation.Arguments[0]) is { } field:
                return new(field, Comparison.Equal, [BoundConstant.Null], predicate) { FitsAnyCollation = true };
            case OperationKind.InList or OperationKind.InArray when operation.Detail is false
                && CollatedFieldOf(source, operation.Arguments[0]) is ({ } field, var collation):
                BoundExpression[] values = [.. operation.Arguments.Skip(1)];
                return values.Any(value => DependsOn(value, source.Slot))
                    ? null
                    : new(field, Comparison.Equal, values, predicate)
                    {
                        IsList = true,
                        IsArray = operation.Kind == OperationKind.InArray,
                        Collation = collation,
                    };
            case OperationKind.Or:
                return Imply(source, operation);
            case OperationKind.Like when operation.Detail is LikeForm { IsNegated: false, IsCaseInsensitive: false }:
                return BeginsWild(operation) ? null : Prefix(source, operation, isPattern: true);
            case OperationKind.Function when operation.Arguments.Count == 2 && operation.Detail is ScalarFunction { Name: "starts_with" }:
                return Prefix(source, operation, isPattern: false);
            default:
                return null;
        }
    }

    /// <summary>
    /// The bound that follows from a comparison of several fields at once, as what comes behind a row in an order: of <c>a &gt; x OR (a = x
    /// AND b &gt; y)</c> it is <c>a &gt;= x</c>.
    /// </summary>
    private static PathTerm? Imply(BoundCollectionSource source, BoundOperation or)
    {
        PathTerm? bound = null;
        var parts = new List<BoundExpression>();
        foreach (var alternative in Disjunctions.Split(or))
        {
            parts.Clear();
            Conjunctions.Split(alternative, parts);
            var terms = Extract(source, parts);
            bound ??= terms.Find(static term => term.Comparison is not Comparison.Equal);
            if (bound is null || !terms.Exists(term => term.FieldId == bound.FieldId && !term.IsList && !term.IsPrefix
                && ReferenceEquals(term.Collation, bound.Collation) && term.Values[0].Equals(bound.Values[0])
                && (term.IsEquality || IsLower(term.Comparison) == IsLower(bound.Comparison))))
                return null;
        }

        return bound is null ? null : new(
            bound.FieldId, IsLower(bound.Comparison) ? Comparison.GreaterOrEqual : Comparison.LessOrEqual, bound.Values, or)
        {
            NullsMatch = bound.NullsMatch,
            Collation = bound.Collation,
            IsImplied = true,
        };
    }

    private static bool IsLower(Comparison comparison) => comparison is Comparison.Greater or Comparison.GreaterOrEqual;

    /// <summary>Whether a pattern is known to say nothing of how a text begins.</summary>
    private static bool BeginsWild(BoundOperation like) => like.Arguments.Count == 2
        && like.Arguments[1] is BoundConstant { Value: { Kind: ValueKind.String } pattern }
        && LikePattern.Create(pattern.AsString(), null, ignoreCase: false).FixedPrefix.Length == 0;

    private static PathTerm? Prefix(BoundCollectionSource source, BoundOperation operation, bool isPattern)
    {
        BoundExpression[] values = [.. operation.Arguments.Skip(1)];
        return FieldOf(source, operation.Arguments[0]) is { } field && !values.Any(value => DependsOn(value, source.Slot))
            ? new(field, Comparison.Equal, values, operation) { IsPrefix = true, IsPattern = isPattern }
            : null;
    }

    private static PathTerm? Compare(BoundCollectionSource source, BoundOperation operation, Comparison comparison, bool nullsMatch)
    {
        var left = operation.Arguments[0];
        var right = operation.Arguments[1];
        if (CollatedFieldOf(source, left) is ({ } field, var collation) && !DependsOn(right, source.Slot))
            return new(field, comparison, [right], operation) { NullsMatch = nullsMatch, Collation = collation };
        return CollatedFieldOf(source, right) is ({ } other, var otherCollation) && !DependsOn(left, source.Slot)
            ? new(other, Comparisons.Mirror(comparison), [left], operation) { NullsMatch = nullsMatch, Collation = otherCollation }
            : null;
    }

    private static bool DependsOn(BoundExpression expression, int slot) => BoundTree.FreeSlots(expression).Contains(slot);
}
