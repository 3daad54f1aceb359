using Nedb.Query.Diagnostics;
using Nedb.Query.Syntax;
using Nedb.Query.Syntax.Nodes.Expressions;
using Nedb.Query.Syntax.Nodes.Queries;
using Nedb.Storage.Values;

namespace Nedb.Query.Binding;

/// <content>Queries, clause by clause.</content>
internal sealed partial class Binder
{
    /// <summary>How many queries are being bound, each within the one before.</summary>
    private int _queryDepth;

    public BoundQuery BindQuery(QuerySyntax query, Scope? outer)
    {
        StackGuard.Check();
        Cancellation.ThrowIfCancellationRequested();
        // A common table is bound where it is named, so that a chain of them is deeper than the text.
        if (++_queryDepth > Parser.MaxDepth)
            throw Error(
                NqlErrorCode.NotSupported, query.Span,
                $"Queries stand deeper than {Parser.MaxDepth} within each other, common table expressions where they are named included. "
                + "Split the query, or store what some of them give.");
        try
        {
            return BindBody(query, outer);
        }
        finally
        {
            _queryDepth--;
        }
    }

    private BoundQuery BindBody(QuerySyntax query, Scope? outer)
    {
        if (query.With.Count > 0)
        {
            outer = new Scope(outer);
            foreach (var table in query.With)
                if (!outer.CommonTables.TryAdd(table.Name.Text, table))
                    throw Error(
                        NqlErrorCode.AmbiguousName, table.Name.Span, $"Two common table expressions are called '{table.Name.Text}'.");
        }

        return query switch
        {
            SelectSyntax select => BindSelect(select, outer),
            SetOperationSyntax operation => BindSetOperation(operation, outer),
            ValuesSyntax values => BindValues(values, outer),
            _ => throw Error(NqlErrorCode.NotSupported, query.Span, "A query is needed here."),
        };
    }

    private BoundSelect BindSelect(SelectSyntax select, Scope? outer)
    {
        var scope = new Scope(outer);
        scope.AsOf = select.AsOf is null ? null : BindMoment(select.AsOf, outer);
        scope.ValidAsOf = select.ValidAsOf is null ? null : BindMoment(select.ValidAsOf, outer);
        var result = new BoundSelect();
        if (select.From is not null)
            result.From = BindFrom(select, scope);
        scope.ClauseWithoutAggregates = "WHERE";
        if (select.Where is not null)
            Conjunctions.Split(BindCondition(select.Where, scope), result.Where);
        if (select.Search is not null)
            result.Where.Add(BindSearch(select.Search, scope));
        if (select.Traverse is not null)
            BindTraverse(result, select.Traverse, scope);
        if (select.Trace is not null)
            BindTrace(result, select.Trace, scope);
        if (select.GroupBy is not null)
            BindGroupKeys(result, select, scope);
        BindColumns(result, select, scope);
        if (select.Having is not null)
        {
            scope.ClauseWithoutAggregates = null;
            Conjunctions.Split(BindCondition(select.Having, scope), result.Having);
        }

        BindOrder(result, select, scope);
        Group(result, select, scope);
        ExtractWindows(result);
        result.IsDistinct = select.IsDistinct;
        if (select.IsDistinct)
            OrderDistinctRows(result, select);
        BindLimit(result, select, outer);
        return result;
    }

    private void BindOrder(BoundSelect result, SelectSyntax select, Scope scope)
    {
        scope.ClauseWithoutAggregates = null;
        foreach (var ordering in select.OrderBy)
        {
            if (ordering.Expression is LiteralSyntax { Value.Kind: ValueKind.Int64 })
                throw Error(
                    NqlErrorCode.NotSupported, ordering.Span,
                        "A number in ORDER BY is a constant, not the place of a column; write the column's name.");
            var expression = ordering.Expression is NameSyntax { Parts: [var single] }
                && scope.Aliases.TryGetValue(single.Text, out var alias)
                // What a column shows is not folded; what it is ordered by is.
                ? FindCollate(select, single.Text) is { } collate ? BindCollate(collate, scope) : alias
                : BindExpression(ordering.Expression, scope);
            result.OrderBy.Add(new(Collated(expression), ordering.IsDescending));
        }
    }

    private static CollateSyntax? FindCollate(SelectSyntax select, string alias) =>
        select.Items?.FirstOrDefault(item => item.Alias?.Text == alias)?.Expression as CollateSyntax;

    private void BindLimit(BoundQuery result, QuerySyntax query, Scope? outer)
    {
        var scope = new Scope(outer) { ClauseWithoutAggregates = "LIMIT" };
        result.Offset = query.Offset is null ? null : BindArgument(query.Offset, scope);
        result.Limit = query.Limit is null ? null : BindArgument(query.Limit, scope);
    }

    private void BindColumns(BoundSelect result, SelectSyntax select, Scope scope)
    {
        scope.ClauseWithoutAggregates = null;
        foreach (var aggregate in select.ShortAggregates)
        {
            var column = BindShortAggregate(aggregate, scope);
            scope.Aliases.TryAdd(column.Name, column.Expression);
            if (select.Items is null)
                result.Columns.Add(column);
        }

        if (select.Items is null)
        {
            if (select.GroupBy is null && select.ShortAggregates.Count == 0)
                AddWholeRows(result.Columns, scope, withMetadata: true);
            else if (select.GroupBy is not null)
                result.Columns.InsertRange(
                    0, select.GroupBy.Select((key, i) => new BoundColumn(NameOf(key) ?? $"column{i + 1}", result.GroupKeys[i])));
            return;
        }

        foreach (var item in select.Items)
            BindItem(item, result.Columns, scope);
        foreach (var column in result.Columns)
            scope.Aliases.TryAdd(column.Name, column.Expression);
    }

    private void BindItem(SelectItemSyntax item, List<BoundColumn> columns, Scope scope)
    {
        if (item.Expression is StarSyntax star)
        {
            AddStar(star, columns, scope);
            return;
        }

        var name = item.Alias?.Text ?? NameOf(item.Expression) ?? $"column{columns.Count + 1}";
        columns.Add(new(name, Uncollated(BindExpression(item.Expression, scope))) { Place = PlaceOf(item.Expression.Span) });
    }

    private void AddStar(StarSyntax star, List<BoundColumn> columns, Scope scope)
    {
        if (star.Source is null)
        {
            if (scope.Sources.Count == 0)
                throw Error(NqlErrorCode.Syntax, star.Span, "* means every field of the sources, but there is no FROM.");
            AddWholeRows(columns, scope, withMetadata: false);
            return;
        }

        var owner = scope.Sources.Find(item => item.Name == star.Source.Text)
            ?? throw UnknownName(star.Source, "source", scope.Sources.Select(static item => item.Name ?? string.Empty));
        AddWholeRow(columns, owner, withMetadata: false);
    }

    /// <summary>Every field of every source; with the metadata too where there is one source, whose documents then are shown
    /// whole.</summary>
    private static void AddWholeRows(List<BoundColumn> columns, Scope scope, bool withMetadata)
    {
        foreach (var item in scope.Sources)
            AddWholeRow(columns, item, withMetadata && scope.Sources.Count == 1);
    }

    private static void AddWholeRow(List<BoundColumn> columns, ScopeSource item, bool withMetadata)
    {
        if (!item.IsDocument)
        {
            columns.AddRange(item.Columns);
            return;
        }

        if (item.Collection is not null)
            columns.AddRange(item.Collection.Fields.Select(field =>
                new BoundColumn(field.Name, new BoundField(item.Slot, item.Collection, field, item.IsOptional || item.IsHistory))));
        else
            columns.Add(new("_document", new BoundDocument(item.Slot)));
        if (withMetadata)
            columns.AddRange(MetadataNames.OfWholeDocument
                .Where(name => item.Collection?.FindField(name) is null)
                .Select(name => new BoundColumn(name, item.Find(name)!)));
        else if (item.Collection is { KeyFieldIds.IsEmpty: true } && item.Collection.FindField("_id") is null)
            columns.Insert(columns.Count - item.Collection.Fields.Length, new("_id", item.Find("_id")!));
        if (withMetadata && item.IsHistory)
            columns.AddRange(((string[])["_superseded_seq", "_deleted"]).Select(name => new BoundColumn(name, item.Find(name)!)));
    }

    /// <summary>The name that a column has without an alias; null where the expression suggests none.</summary>
    private static string? NameOf(ExpressionSyntax expression) => expression switch
    {
        NameSyntax name => name.Parts[^1].Text,
        MemberSyntax member => member.Name.Text,
        CallSyntax call => call.Function.Text.ToLowerInvariant(),
        CastSyntax cast => NameOf(cast.Operand),
        CollateSyntax collate => NameOf(collate.Operand),
        _ => null,
    };

    private BoundSetOperation BindSetOperation(SetOperationSyntax syntax, Scope? outer)
    {
        var left = BindQuery(syntax.Left, outer);
        var right = BindQuery(syntax.Right, outer);
        if (left.Columns.Count != right.Columns.Count)
            throw Error(
                NqlErrorCode.TypeMismatch,
                syntax.Right.Span,
                $"Both sides must have as many columns; the first has {left.Columns.Count}, the second {right.Columns.Count}.");
        var slot = NewSlot();
        left.SharedSlot = slot;
        right.SharedSlot = slot;
        var result = new BoundSetOperation(syntax.Operator, syntax.IsAll, left, right) { RowSlot = slot };
        for (var i = 0; i < left.Columns.Count; i++)
        {
            var first = left.Columns[i].Expression;
            var second = right.Columns[i].Expression;
            var type = StaticTypes.Common(first.Type, second.Type);
            result.Columns.Add(new(left.Columns[i].Name, new BoundRowValue(slot, i, type, first.IsNullable || second.IsNullable)));
        }

        var scope = OverColumns(result, outer, "ORDER BY of a set operation");
        foreach (var ordering in syntax.OrderBy)
            result.OrderBy.Add(new(Collated(BindExpression(ordering.Expression, scope)), ordering.IsDescending));
        BindLimit(result, syntax, outer);
        return result;
    }

    /// <summary>What the clauses behind a query without a block of its own may name: its columns.</summary>
    private static Scope OverColumns(BoundQuery query, Scope? outer, string clause) =>
        new(outer) { Sources = [new ScopeSource { Columns = query.Columns }], ClauseWithoutAggregates = clause };

    private BoundSelect BindValues(ValuesSyntax values, Scope? outer)
    {
        var scope = new Scope(outer) { ClauseWithoutAggregates = "VALUES" };
        var slot = NewSlot();
        var width = values.Rows[0].Items.Count;
        var rows = new List<List<BoundExpression>>();
        foreach (var row in values.Rows)
        {
            if (row.Items.Count != width)
                throw Error(NqlErrorCode.Syntax, row.Span,
                    $"Every row of VALUES must have as many values; the first has {width}, this one {row.Items.Count}.");
            rows.Add([.. row.Items.Select(item => BindExpression(item, scope))]);
        }

        var result = new BoundSelect { From = new BoundValuesSource(slot, rows) };
        for (var i = 0; i < width; i++)
        {
            var type = rows[0][i].Type;
            var isNullable = false;
            foreach (var row in rows)
            {
                type = StaticTypes.Common(type, row[i].Type);
                isNullable |= row[i].IsNullable;
            }

            result.Columns.Add(new($"column{i + 1}", new BoundRowValue(slot, i, type, isNullable)));
        }

        var ordered = OverColumns(result, outer, "ORDER BY of VALUES");
        foreach (var ordering in values.OrderBy)
            result.OrderBy.Add(new(Collated(BindExpression(ordering.Expression, ordered)), ordering.IsDescending));
        BindLimit(result, values, outer);
        return result;
    }
}
