using Nedb.Query.Binding;
using Nedb.Query.Execution;
using Nedb.Query.Syntax;
using Nedb.Storage.Schema;

namespace Nedb.Query.Planning;

/// <summary>Whether an index that holds only some documents holds all that a query asks for.</summary>
internal static class IndexFilters
{
    /// <summary>Whether every condition of the index's filter follows from the predicates: it is one of them, or says that a field they
    /// compare is not null.</summary>
    public static bool AreImplied(BoundCollectionSource source, IndexDefinition index, List<BoundExpression> predicates)
    {
        if (index.Filter is null)
            return true;
        var conditions = new List<BoundExpression>();
        Conjunctions.Split(Bind(source, index.Filter), conditions);
        return conditions.TrueForAll(
            condition => predicates.Exists(predicate => predicate == condition || IsNotNullBy(condition, predicate)));
    }

    private static BoundExpression Bind(BoundCollectionSource source, string text)
    {
        var binder = new Binder(new SourceText(text), Catalog.Empty.With(source.Collection), []);
        var item = new ScopeSource { Name = source.Collection.Name, Slot = source.Slot, Collection = source.Collection };
        return binder.BindCondition(
            Parser.ParseExpression(text), new Scope(null) { Sources = [item], ClauseWithoutAggregates = "a definition" });
    }

    /// <summary>A field that is less or greater than something, equals a value that is not null, or matches in the ON of a join, is not
    /// null.</summary>
    private static bool IsNotNullBy(BoundExpression condition, BoundExpression predicate)
    {
        if (condition is not BoundOperation { Kind: OperationKind.IsNotNull, Arguments: [var field] }
            || predicate is not BoundOperation operation)
            return false;
        if (!operation.Arguments.Contains(field))
            return false;
        return operation.Kind switch
        {
            OperationKind.JoinEquals => true,
            OperationKind.Compare => operation.Detail switch
            {
                Comparison.NotEqual => false,
                Comparison.Equal => operation.Arguments.Any(static argument => argument is BoundConstant { Value.IsNull: false }),
                _ => true,
            },
            _ => false,
        };
    }
}
