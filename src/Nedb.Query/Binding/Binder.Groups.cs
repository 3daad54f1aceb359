using Nedb.Query.Diagnostics;
using Nedb.Query.Functions;
using Nedb.Query.Syntax;
using Nedb.Query.Syntax.Nodes.Expressions;
using Nedb.Query.Syntax.Nodes.Queries;

namespace Nedb.Query.Binding;

/// <content>GROUP BY, DISTINCT and windows: expressions over rows become expressions over what those clauses make of them.</content>
internal sealed partial class Binder
{
    private void BindGroupKeys(BoundSelect result, SelectSyntax select, Scope scope)
    {
        scope.ClauseWithoutAggregates = "GROUP BY";
        scope.IsGrouped = true;
        foreach (var key in select.GroupBy!)
        {
            // A name that no source has may be the alias of a column.
            var aliased = key is NameSyntax { Parts: [var name] }
                && !scope.Sources.Exists(item => item.Find(name.Text) is not null || item.Name == name.Text)
                ? select.Items?.FirstOrDefault(item => item.Alias?.Text == name.Text)?.Expression
                : null;
            result.GroupKeys.Add(Collated(BindExpression(aliased ?? key, scope)));
        }
    }

    private void Group(BoundSelect result, SelectSyntax select, Scope scope)
    {
        var isGrouped = select.GroupBy is not null || result.Having.Count > 0 || select.ShortAggregates.Count > 0
            || result.Columns.Exists(column => HasAggregate(column.Expression, scope))
            || result.OrderBy.Exists(ordering => HasAggregate(ordering.Expression, scope));
        if (!isGrouped)
            return;
        result.GroupSlot = NewSlot();
        for (var i = 0; i < result.Columns.Count; i++)
        {
            var column = result.Columns[i];
            result.Columns[i] = column with { Expression = Regroup(result, scope, column.Expression, column.Name, column.Place) };
        }

        for (var i = 0; i < result.Having.Count; i++)
            result.Having[i] = Regroup(result, scope, result.Having[i], "HAVING", PlaceOf(select.Having!.Span));
        for (var i = 0; i < result.OrderBy.Count; i++)
            result.OrderBy[i] = result.OrderBy[i] with
            {
                Expression = Regroup(result, scope, result.OrderBy[i].Expression, "ORDER BY", PlaceOf(select.OrderBy[i].Span)),
            };
    }

    private static bool HasAggregate(BoundExpression expression, Scope scope) =>
        BoundTree.Any(expression, part => part is BoundAggregate aggregate && ReferenceEquals(aggregate.Owner, scope));

    private BoundExpression Regroup(BoundSelect result, Scope scope, BoundExpression expression, string clause, TextPlace place)
    {
        var ungrouped = new HashSet<int>();
        result.From?.AddSlots(ungrouped);
        foreach (var slot in (ReadOnlySpan<int>)[result.Traverse?.Slot ?? -1, result.Trace?.Slot ?? -1])
            ungrouped.Add(slot);
        return Map(expression);

        BoundExpression Map(BoundExpression part)
        {
            for (var i = 0; i < result.GroupKeys.Count; i++)
            {
                if (part == result.GroupKeys[i])
                    return new BoundRowValue(result.GroupSlot, i, part.Type, part.IsNullable);
                // The key of a collation is folded text; what is shown of it is the least text of the group.
                if (part == Uncollated(result.GroupKeys[i]))
                    part = new BoundAggregate(FunctionRegistry.FindAggregate("min")!, [part], false, null, [], part.Type) { Owner = scope };
            }

            switch (part)
            {
                case BoundAggregate aggregate when ReferenceEquals(aggregate.Owner, scope):
                    var found = result.Aggregates.IndexOf(aggregate);
                    if (found < 0)
                    {
                        found = result.Aggregates.Count;
                        result.Aggregates.Add(aggregate);
                    }

                    return new BoundRowValue(result.GroupSlot, result.GroupKeys.Count + found, aggregate.Type, aggregate.IsNullable);
                case BoundField field when ungrouped.Contains(field.Slot):
                    throw Ungrouped(field.Field.Name, clause, place);
                case BoundMetadata metadata when ungrouped.Contains(metadata.Slot):
                    throw Ungrouped(metadata.Field.ToString(), clause, place);
                case BoundRowValue row when ungrouped.Contains(row.Slot):
                    throw Ungrouped($"column {row.Ordinal + 1} of a derived table", clause, place);
                case BoundDocument document when ungrouped.Contains(document.Slot):
                    throw Ungrouped("the whole document", clause, place);
                case BoundDynamicField dynamic when ungrouped.Contains(dynamic.Slot):
                    throw Ungrouped(dynamic.Name, clause, place);
                default:
                    return part.MapChildren(Map);
            }
        }
    }

    private static NqlException Ungrouped(string name, string clause, TextPlace place) => place.Place(new NqlException(
        NqlErrorCode.TypeMismatch,
        $"'{name}' differs from row to row of a group, so '{clause}' cannot use it: put it into GROUP BY, or into an aggregate such as "
            + $"MIN or MAX."));

    private void ExtractWindows(BoundSelect result)
    {
        if (!result.Columns.Exists(static column => HasWindow(column.Expression))
            && !result.OrderBy.Exists(static item => HasWindow(item.Expression)))
            return;
        result.WindowSlot = NewSlot();
        for (var i = 0; i < result.Columns.Count; i++)
            result.Columns[i] = result.Columns[i] with { Expression = Map(result.Columns[i].Expression) };
        for (var i = 0; i < result.OrderBy.Count; i++)
            result.OrderBy[i] = result.OrderBy[i] with { Expression = Map(result.OrderBy[i].Expression) };

        BoundExpression Map(BoundExpression part)
        {
            if (part is not BoundWindow window)
                return part.MapChildren(Map);
            var found = result.Windows.IndexOf(window);
            if (found < 0)
            {
                found = result.Windows.Count;
                result.Windows.Add(window);
            }

            return new BoundRowValue(result.WindowSlot, found, window.Type);
        }
    }

    private static bool HasWindow(BoundExpression expression) => BoundTree.Any(expression, static part => part is BoundWindow);

    /// <summary>Distinct rows have no other columns than those selected, so only by these can they be ordered.</summary>
    private void OrderDistinctRows(BoundSelect result, SelectSyntax select)
    {
        result.Materialize(NewSlot());
        for (var i = 0; i < result.OrderBy.Count; i++)
            result.OrderBy[i] = result.OrderBy[i] with { Expression = Map(result.OrderBy[i].Expression, select.OrderBy[i].Span) };

        BoundExpression Map(BoundExpression part, SourceSpan span)
        {
            for (var i = 0; i < result.LazyColumns.Count; i++)
                if (part == result.LazyColumns[i].Expression)
                    return result.Columns[i].Expression;
            return part switch
            {
                BoundField or BoundMetadata or BoundRowValue or BoundDocument => throw Error(
                    NqlErrorCode.NotSupported, span,
                        "SELECT DISTINCT can be ordered only by what it selects; add the expression to SELECT."),
                _ => part.MapChildren(child => Map(child, span)),
            };
        }
    }
}
