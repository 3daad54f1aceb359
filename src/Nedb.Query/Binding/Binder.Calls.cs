using Nedb.Query.Diagnostics;
using Nedb.Query.Execution;
using Nedb.Query.Functions;
using Nedb.Query.Syntax;
using Nedb.Query.Syntax.Nodes;
using Nedb.Query.Syntax.Nodes.Expressions;
using Nedb.Query.Syntax.Nodes.Queries;
using Nedb.Storage.Schema;
using Nedb.Storage.Values;

namespace Nedb.Query.Binding;

/// <content>Functions, aggregates and windows.</content>
internal sealed partial class Binder
{
    private static readonly Dictionary<string, WindowKind> WindowNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ROW_NUMBER"] = WindowKind.RowNumber,
        ["RANK"] = WindowKind.Rank,
        ["DENSE_RANK"] = WindowKind.DenseRank,
        ["LAG"] = WindowKind.Lag,
        ["LEAD"] = WindowKind.Lead,
        ["FIRST_VALUE"] = WindowKind.FirstValue,
        ["LAST_VALUE"] = WindowKind.LastValue,
    };

    private BoundExpression BindCall(CallSyntax call, Scope scope)
    {
        if (call.Over is not null)
            return BindWindow(call, scope);
        if (FunctionRegistry.FindAggregate(call.Function.Text) is { } aggregate)
            return BindAggregate(call, aggregate, scope);
        if (WindowNames.ContainsKey(call.Function.Text))
            throw Error(NqlErrorCode.Syntax, call.Span, $"{call.Function.Text} needs a window: {call.Function.Text}(…) OVER (ORDER BY …).");
        if (call.IsDistinct || call.OrderBy.Count > 0 || call.Filter is not null)
            throw Error(
                NqlErrorCode.Syntax, call.Span, $"DISTINCT, ORDER BY and FILTER belong to aggregates; {call.Function.Text} is none.");
        if (call.Function.Text.Equals("ARRAY", StringComparison.OrdinalIgnoreCase) && call.Arguments is [SubquerySyntax query])
            return BindArrayOfRows(query, scope);
        var function = FunctionRegistry.FindScalar(call.Function.Text)
            ?? throw Error(
                NqlErrorCode.UnknownName, call.Function.Span,
                    $"There is no function '{call.Function.Text}'{FunctionRegistry.Hint(call.Function.Text)}");
        if (call.Arguments.Count < function.LeastArguments || call.Arguments.Count > function.MostArguments)
            throw Error(
                NqlErrorCode.Syntax, call.Span,
                    $"{function.Name} takes {function.DescribeArguments()} arguments; found {call.Arguments.Count}.");
        return BindScalar(call, function, scope);
    }

    private BoundSubquery BindArrayOfRows(SubquerySyntax syntax, Scope scope)
    {
        var rows = BindSubquery(syntax.Query, scope);
        ExpectOneColumn(rows, syntax.Query);
        return new(SubqueryKind.Array, rows, null, default, false, new(FieldKind.Array));
    }

    private BoundOperation BindScalar(CallSyntax call, ScalarFunction function, Scope scope)
    {
        // Of these only the arguments that are needed may be computed.
        if (function.Name == "iif")
        {
            var condition = BindCondition(call.Arguments[0], scope);
            var (then, otherwise) = (BindExpression(call.Arguments[1], scope), BindExpression(call.Arguments[2], scope));
            return new(OperationKind.Case, [condition, then, otherwise], StaticTypes.Common(then.Type, otherwise.Type));
        }

        var arguments = call.Arguments.Select(argument => BindExpression(argument, scope)).ToArray();
        if (function.Name == "coalesce")
        {
            var common = arguments[0].Type;
            foreach (var argument in arguments)
                common = StaticTypes.Common(common, argument.Type);
            return new(OperationKind.Coalesce, [.. arguments], common);
        }

        for (var i = 0; i < arguments.Length; i++)
            CheckArgument(call.Arguments[i], arguments[i].Type, function, i);
        // Whether the bits of a value are signed shows only in its type.
        if (function.Name is "shift_left" or "shift_right" && arguments is [{ Type.Kind: FieldKind.UInt64 }, _])
            return new(
                OperationKind.Arithmetic,
                [.. arguments],
                arguments[0].Type,
                function.Name == "shift_left" ? ArithmeticOperation.ShiftLeft : ArithmeticOperation.ShiftRight);
        var type = function.TypeOf(Array.ConvertAll(arguments, static argument => argument.Type));
        return new(OperationKind.Function, [.. arguments], type, function);
    }

    private void CheckArgument(ExpressionSyntax syntax, FieldType type, ScalarFunction function, int place)
    {
        if (!StaticTypes.IsKnown(type) || (StaticTypes.KindsOf(type) & function.KindsOf(place)) != 0)
            return;
        throw Error(NqlErrorCode.TypeMismatch, syntax.Span, $"Argument {place + 1} of {function.Name} cannot be {type}.");
    }

    private BoundAggregate BindAggregate(CallSyntax call, AggregateFunction function, Scope scope)
    {
        if (scope.ClauseWithoutAggregates is { } clause)
            return BindOuterAggregate(call, function, scope)
                ?? throw Error(
                    NqlErrorCode.Syntax,
                    call.Span,
                    $"The aggregate {call.Function.Text} cannot stand in {clause}, which runs before rows are grouped; use HAVING, or a "
                        + $"query in parentheses.");
        scope.ClauseWithoutAggregates = "an aggregate";
        var result = BindAggregateParts(call, function, scope);
        scope.ClauseWithoutAggregates = null;
        return result with { Owner = FindGroupsOf(result, scope) ?? scope };
    }

    /// <summary>
    /// The query further out that has GROUP BY and all of the fields of an aggregate, where the query that it stands in has none of them:
    /// the aggregate is one of that query's groups. Null for any other aggregate.
    /// </summary>
    private static Scope? FindGroupsOf(BoundAggregate aggregate, Scope scope)
    {
        var slots = new HashSet<int>();
        foreach (var part in (ReadOnlySpan<BoundExpression?>)[.. aggregate.Arguments, aggregate.Filter])
            if (part is not null)
                slots.UnionWith(BoundTree.FreeSlots(part));
        if (slots.Count == 0)
            return null;
        for (var level = scope; level is not null; level = level.Outer)
            if (Owns(level, slots))
                return level != scope && level.IsGrouped && level.ClauseWithoutAggregates is null ? level : null;
        return null;
    }

    /// <summary>
    /// In a clause that cannot hold aggregates, one over nothing but the fields of a query further out is an aggregate of that query's
    /// groups. Null where it
    /// is no such thing.
    /// </summary>
    private BoundAggregate? BindOuterAggregate(CallSyntax call, AggregateFunction function, Scope scope)
    {
        var result = BindAggregateParts(call, function, scope);
        var slots = new HashSet<int>();
        foreach (var argument in result.Arguments)
            slots.UnionWith(BoundTree.FreeSlots(argument));
        if (slots.Count == 0 || Owns(scope, slots))
            return null;
        for (var level = scope.Outer; level is not null; level = level.Outer)
            if (Owns(level, slots))
                return level.ClauseWithoutAggregates is null ? result with { Owner = level } : null;
        return null;
    }

    private static bool Owns(Scope scope, HashSet<int> slots) => scope.Sources.Exists(item =>
        item.IsDocument
            ? slots.Contains(item.Slot) : item.Columns.Exists(column => BoundTree.FreeSlots(column.Expression).Overlaps(slots)));

    private BoundAggregate BindAggregateParts(CallSyntax call, AggregateFunction function, Scope scope)
    {
        var isStar = call.Arguments is [StarSyntax { Source: null }] && function.LeastArguments == 0;
        BoundExpression[] arguments = isStar ? [] : [.. call.Arguments.Select(argument => BindExpression(argument, scope))];
        if (!isStar && (arguments.Length < Math.Max(1, function.LeastArguments) || arguments.Length > function.MostArguments))
            throw Error(NqlErrorCode.Syntax, call.Span,
                $"{function.Name} takes {function.LeastArguments} to {function.MostArguments} arguments; found {arguments.Length}.");
        if (isStar && call.IsDistinct)
            throw Error(NqlErrorCode.Syntax, call.Span, "COUNT(DISTINCT …) needs an expression whose values are counted.");
        var filter = call.Filter is null ? null : BindCondition(call.Filter, scope);
        return MakeAggregate(call.Span, function, arguments, call.IsDistinct, filter, BindOrderings(call.OrderBy, scope));
    }

    private BoundAggregate MakeAggregate(
        SourceSpan span, AggregateFunction function, BoundExpression[] arguments, bool isDistinct, BoundExpression? filter,
            SyntaxList<BoundOrdering> order)
    {
        var type = arguments.Length > 0 ? arguments[0].Type : default;
        var isSummable = !StaticTypes.IsKnown(type) || StaticTypes.IsNumber(type) || type.Kind == FieldKind.Duration;
        if (function.Name is "sum" or "avg" && !isSummable)
            throw Error(NqlErrorCode.TypeMismatch, span, $"{function.Name} needs numbers; this is {type}.");
        return new(
            function, [.. arguments], isDistinct, filter, order, function.TypeOf(
                Array.ConvertAll(arguments, static argument => argument.Type)))
        {
            Place = PlaceOf(span),
        };
    }

    private BoundColumn BindShortAggregate(ShortAggregateSyntax syntax, Scope scope)
    {
        var function = FunctionRegistry.FindAggregate(syntax.Function.Text)!;
        if (syntax.Field is null)
            return new(function.Name, MakeAggregate(syntax.Span, function, [], false, null, []) with { Owner = scope });
        scope.ClauseWithoutAggregates = "an aggregate";
        var argument = BindExpression(syntax.Field, scope);
        scope.ClauseWithoutAggregates = null;
        var path = syntax.Field is NameSyntax name ? string.Join('_', name.Parts.Select(static part => part.Text)) : NameOf(syntax.Field);
        return new($"{function.Name}_{path}", MakeAggregate(syntax.Span, function, [argument], false, null, []) with { Owner = scope });
    }

    private SyntaxList<BoundOrdering> BindOrderings(SyntaxList<OrderingSyntax> orderings, Scope scope) =>
        [.. orderings.Select(ordering => new BoundOrdering(Collated(BindExpression(ordering.Expression, scope)), ordering.IsDescending))];

    private BoundWindow BindWindow(CallSyntax call, Scope scope)
    {
        if (scope.ClauseWithoutAggregates is { } clause)
            throw Error(NqlErrorCode.Syntax, call.Span,
                $"The window function {call.Function.Text} cannot stand in {clause}; put the query into parentheses.");
        var over = call.Over!;
        SyntaxList<BoundExpression> partition = [.. over.PartitionBy.Select(key => Collated(BindExpression(key, scope)))];
        var order = BindOrderings(over.OrderBy, scope);
        if (FunctionRegistry.FindAggregate(call.Function.Text) is { } function)
        {
            var aggregate = BindAggregateParts(call, function, scope);
            return new(WindowKind.Aggregate, aggregate, [], partition, order, FrameOf(over), aggregate.Type);
        }

        if (!WindowNames.TryGetValue(call.Function.Text, out var window))
            throw UnknownName(call.Function, "window function", WindowNames.Keys);
        SyntaxList<BoundExpression> arguments = [.. call.Arguments.Select(argument => BindExpression(argument, scope))];
        var takesValue = window is WindowKind.Lag or WindowKind.Lead or WindowKind.FirstValue or WindowKind.LastValue;
        var most = window is WindowKind.Lag or WindowKind.Lead ? 3 : takesValue ? 1 : 0;
        if (arguments.Count > most || (takesValue && arguments.Count == 0))
            throw Error(NqlErrorCode.Syntax, call.Span,
                $"{call.Function.Text} takes {(takesValue ? $"1 to {most}" : "no")} arguments; found {arguments.Count}.");
        return new(window, null, arguments, partition, order, FrameOf(over), takesValue ? arguments[0].Type : StaticTypes.Int64);
    }

    /// <summary>Without a frame an ordered window ends at the present row and its peers, which the default record stands for.</summary>
    private WindowFrame? FrameOf(WindowSyntax over)
    {
        if (over.Frame is null)
            return over.OrderBy.Count == 0 ? new(null, null) : null;
        return new(Bound(over.Frame.Start), Bound(over.Frame.End));

        long? Bound(FrameBoundSyntax bound)
        {
            if (bound.Kind is FrameBoundKind.UnboundedPreceding or FrameBoundKind.UnboundedFollowing)
                return null;
            if (bound.Kind == FrameBoundKind.CurrentRow)
                return 0;
            if (bound.Rows is not LiteralSyntax { Value: { Kind: ValueKind.Int64 } rows } || rows.AsInt64() < 0)
                throw Error(NqlErrorCode.Syntax, bound.Span, "The frame of a window needs a number of rows here.");
            return bound.Kind == FrameBoundKind.Preceding ? -rows.AsInt64() : rows.AsInt64();
        }
    }
}
