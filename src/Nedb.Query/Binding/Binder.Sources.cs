using Nedb.Query.Diagnostics;
using Nedb.Query.Execution;
using Nedb.Query.Syntax;
using Nedb.Query.Syntax.Nodes;
using Nedb.Query.Syntax.Nodes.Expressions;
using Nedb.Query.Syntax.Nodes.Queries;
using Nedb.Storage.Schema;

namespace Nedb.Query.Binding;

/// <content>FROM and JOIN.</content>
internal sealed partial class Binder
{
    private BoundSource BindFrom(SelectSyntax select, Scope scope)
    {
        var result = BindSource(select.From!, scope, scope.Outer, out var first);
        scope.Sources.Add(first);
        foreach (var join in select.Joins)
            result = BindJoin(result, join, scope);
        return result;
    }

    private BoundJoinSource BindJoin(BoundSource left, JoinSyntax join, Scope scope)
    {
        // A table function reads the sources before it by its nature; a derived table only where it is lateral.
        var isLateral = join.IsLateral || join.Source is FunctionSourceSyntax;
        if (isLateral && join.Kind is JoinKind.Right or JoinKind.Full)
            throw Error(NqlErrorCode.NotSupported, join.Span,
                "A lateral source cannot be kept without the rows that it reads; use JOIN or LEFT JOIN.");
        var before = scope.Sources.ToList();
        var right = BindSource(join.Source, scope, isLateral ? scope : scope.Outer, out var added);
        if (added.Name is not null && before.Exists(item => item.Name == added.Name))
            throw Error(NqlErrorCode.AmbiguousName, join.Source.Span,
                $"Two sources are called '{added.Name}'. Give one of them another name with AS.");
        scope.Sources.Add(added);
        var on = new List<BoundExpression>();
        if (join.On is not null)
        {
            scope.IsJoinCondition = true;
            scope.ClauseWithoutAggregates = "ON";
            Conjunctions.Split(BindCondition(join.On, scope), on);
            scope.IsJoinCondition = false;
        }

        if (join.Kind is JoinKind.Left or JoinKind.Full)
            MakeOptional(added, right);
        if (join.Kind is JoinKind.Right or JoinKind.Full)
            foreach (var item in before)
                MakeOptional(item, left);
        return new(join.Kind, left, right, on);
    }

    /// <summary>After an outer join a column that would give a value even without a row is guarded by the slots of its source.</summary>
    private static void MakeOptional(ScopeSource item, BoundSource whole)
    {
        item.IsOptional = true;
        if (item.IsDocument)
            return;
        var slots = new List<int>();
        ExposedSlots.Add(whole, slots);
        for (var i = 0; i < item.Columns.Count; i++)
        {
            var column = item.Columns[i];
            // What is read from a row of the source is null without one. All else, a constant or a field of a source around it, is not.
            item.Columns[i] = column with
            {
                Expression = column.Expression switch
                {
                    BoundRowValue row when slots.Contains(row.Slot) => row with { CanBeNull = true },
                    BoundField field when slots.Contains(field.Slot) => field with { IsOptional = true },
                    BoundMetadata metadata when slots.Contains(metadata.Slot) => metadata,
                    BoundDynamicField field when slots.Contains(field.Slot) => field,
                    var other => new BoundOperation(OperationKind.Guard, [other], other.Type, (SyntaxList<int>)[.. slots]),
                },
            };
        }
    }

    private BoundSource BindSource(SourceSyntax syntax, Scope scope, Scope? visible, out ScopeSource item)
    {
        var asOf = syntax.AsOf is null ? null : BindMoment(syntax.AsOf, visible);
        var validAsOf = syntax.ValidAsOf is null ? null : BindMoment(syntax.ValidAsOf, visible);
        switch (syntax)
        {
            case CollectionSourceSyntax collection:
                if (FindCommonTable(collection.Name.Text, scope) is var (common, owner))
                    return BindDerived(common.Query, syntax, owner, asOf, validAsOf, collection.Name.Text, common.Columns, out item);
                return BindCollection(syntax, FindCollectionOrCommonTable(collection.Name, scope), scope, false, asOf, validAsOf, out item);
            case QuerySourceSyntax query:
                var around = WithDefaults(visible, scope);
                return BindDerived(query.Query, syntax, around, asOf, validAsOf, null, [], out item);
            case FunctionSourceSyntax function:
                return BindTableFunction(function, scope, visible, asOf, validAsOf, out item);
            default:
                throw Error(NqlErrorCode.NotSupported, syntax.Span, "A collection, a query or a table function is needed here.");
        }
    }

    /// <summary>What a derived table sees around it: what its query sees, without the sources beside it, but with their common tables and
    /// times.</summary>
    private static Scope WithDefaults(Scope? visible, Scope scope)
    {
        if (ReferenceEquals(visible, scope))
            return scope;
        var around = new Scope(visible) { AsOf = scope.AsOf, ValidAsOf = scope.ValidAsOf };
        foreach (var (name, table) in scope.CommonTables)
            around.CommonTables.Add(name, table);
        return around;
    }

    private CollectionDefinition FindCollectionOrCommonTable(IdentifierSyntax name, Scope scope)
    {
        if (catalog.Find(name.Text) is { } found)
            return found;
        var known = catalog.Collections.Select(static collection => collection.Name).ToList();
        for (var level = scope; level is not null; level = level.Outer!)
            known.AddRange(level.CommonTables.Keys);
        throw Error(NqlErrorCode.UnknownName, name.Span, UnknownCollection.Describe(name.Text, known));
    }

    private static (CommonTableSyntax Table, Scope Owner)? FindCommonTable(string name, Scope scope)
    {
        for (var level = scope; level is not null; level = level.Outer!)
            if (level.CommonTables.TryGetValue(name, out var table))
                return (table, OwnerOf(table, level));
        return null;
    }

    /// <summary>The scope that a common table is bound in: only those declared before it are visible, so it cannot mean itself.</summary>
    private static Scope OwnerOf(CommonTableSyntax table, Scope level)
    {
        var owner = new Scope(level.Outer) { AsOf = level.AsOf, ValidAsOf = level.ValidAsOf };
        foreach (var (name, earlier) in level.CommonTables)
        {
            if (ReferenceEquals(earlier, table))
                break;
            owner.CommonTables.Add(name, earlier);
        }

        return owner;
    }

    private BoundCollectionSource BindCollection(
        SourceSyntax syntax, CollectionDefinition collection, Scope scope, bool isHistory, BoundExpression? asOf,
            BoundExpression? validAsOf, out ScopeSource item)
    {
        asOf ??= InheritedAsOf(scope);
        validAsOf ??= InheritedValidAsOf(scope);
        var slot = NewSlot();
        var result = new BoundCollectionSource(slot, collection, isHistory)
        {
            AsOf = asOf,
            HistorySlot = isHistory ? NewSlot() : -1,
            Check = isHistory ? null : FormerNameCheck.TryMake(catalog, collection, source, syntax.Span),
        };
        if (asOf is not null)
            result.ViewState = NewState();
        if (validAsOf is not null)
            result.Filters.Add(BoundOperation.Predicate(OperationKind.IsValidAt, slot, validAsOf) with { Place = validAsOf.Place });
        item = new()
        {
            Name = syntax.Alias?.Text
            ?? collection.Name,
            Slot = slot,
            Collection = collection,
            History = isHistory ? result : null,
            // What must have a value now may have been null then.
            IsOptional = asOf is not null,
        };
        if (syntax.Columns.Count > 0)
        {
            var fields = collection.Fields.Select(
                field => new BoundColumn(field.Name, new BoundField(slot, collection, field, isHistory || asOf is not null))).ToList();
            item = new() { Name = item.Name, Columns = Rename(fields, syntax.Columns, syntax.Span) };
        }

        return result;
    }

    private static BoundExpression? InheritedAsOf(Scope? scope)
    {
        for (; scope is not null; scope = scope.Outer)
            if (scope.AsOf is not null)
                return scope.AsOf;
        return null;
    }

    private static BoundExpression? InheritedValidAsOf(Scope? scope)
    {
        for (; scope is not null; scope = scope.Outer)
            if (scope.ValidAsOf is not null)
                return scope.ValidAsOf;
        return null;
    }

    private BoundQuerySource BindDerived(
        QuerySyntax query,
        SourceSyntax syntax,
        Scope around,
        BoundExpression? asOf,
        BoundExpression? validAsOf,
        string? name,
        SyntaxList<IdentifierSyntax> columns,
        out ScopeSource item)
    {
        if (asOf is not null || validAsOf is not null)
            around = new Scope(around) { AsOf = asOf, ValidAsOf = validAsOf };
        var bound = BindQuery(query, around);
        // Read lazily, a column with a subquery would run it at every mention; without a slot an outer join could not leave it out.
        var slots = new List<int>();
        ExposedSlots.Add(bound, slots);
        if (slots.Count == 0 || bound.Columns.Exists(static column => BoundTree.MustKeep(column.Expression)))
            bound.Materialize(NewSlot());
        var renamed = bound.Columns.ToList();
        if (columns.Count > 0)
            renamed = Rename(renamed, columns, syntax.Span);
        if (syntax.Columns.Count > 0)
            renamed = Rename(renamed, syntax.Columns, syntax.Span);
        item = new() { Name = syntax.Alias?.Text ?? name, Columns = renamed };
        return new(bound);
    }

    private List<BoundColumn> Rename(List<BoundColumn> columns, SyntaxList<IdentifierSyntax> names, SourceSpan span)
    {
        if (names.Count != columns.Count)
            throw Error(NqlErrorCode.Syntax, span, $"The source has {columns.Count} columns, but {names.Count} names are given for them.");
        return [.. columns.Select((column, i) => column with { Name = names[i].Text })];
    }

    private BoundExpression BindMoment(ExpressionSyntax syntax, Scope? visible) =>
        BindArgument(syntax, new Scope(visible) { ClauseWithoutAggregates = "AS OF" });
}
