using Nedb.Query.Diagnostics;
using Nedb.Query.Syntax.Nodes;
using Nedb.Query.Syntax.Nodes.Queries;

namespace Nedb.Query.Binding;

/// <content>The rows that a write takes, and what it returns.</content>
internal sealed partial class Binder
{
    /// <summary>The rows that an update or delete takes. The caller adds what it sets as columns, in the scope given.</summary>
    public BoundSelect BindWriteRows(SelectSyntax rows, IdentifierSyntax? name, Scope outer, out Scope scope, out ScopeSource target)
    {
        scope = new Scope(outer);
        if (rows.AsOf is not null)
            throw Error(NqlErrorCode.ReadOnly, rows.AsOf.Span, "The past cannot be written; leave AS OF out.");
        scope.ValidAsOf = rows.ValidAsOf is null ? null : BindMoment(rows.ValidAsOf, outer);
        var result = new BoundSelect { From = BindFrom(rows, scope) };
        scope.ClauseWithoutAggregates = "WHERE";
        if (rows.Where is not null)
            Conjunctions.Split(BindCondition(rows.Where, scope), result.Where);
        if (rows.Search is not null)
            result.Where.Add(BindSearch(rows.Search, scope));
        foreach (var ordering in rows.OrderBy)
            result.OrderBy.Add(new(Collated(BindExpression(ordering.Expression, scope)), ordering.IsDescending));
        BindLimit(result, rows, outer);
        target = name is null
            ? scope.Sources[0]
            : scope.Sources.Find(item => item.Name == name.Text)
                ?? scope.Sources.Find(item => item.Collection?.Name == name.Text)
                ?? throw UnknownName(name, "source", scope.Sources.Select(static item => item.Name ?? string.Empty));
        if (target.Collection is null || target.IsHistory || rows.From is { AsOf: not null })
            throw Error(NqlErrorCode.ReadOnly, rows.Span, "Only documents of a collection, as it is now, can be changed or deleted.");
        scope.ClauseWithoutAggregates = "SET";
        return result;
    }

    /// <summary>The columns of RETURNING over the version that was written.</summary>
    public List<BoundColumn> BindReturning(SyntaxList<SelectItemSyntax> items, ScopeSource written)
    {
        var scope = new Scope(null) { Sources = [written], ClauseWithoutAggregates = "RETURNING" };
        var columns = new List<BoundColumn>();
        foreach (var item in items)
            BindItem(item, columns, scope);
        return columns;
    }
}
