using Nedb.Query.Diagnostics;
using Nedb.Query.Execution;
using Nedb.Query.Syntax;
using Nedb.Query.Syntax.Nodes;
using Nedb.Query.Syntax.Nodes.Expressions;
using Nedb.Query.Syntax.Nodes.Queries;
using Nedb.Storage.Collations;
using Nedb.Storage.Schema;

namespace Nedb.Query.Binding;

/// <content>Expressions but calls.</content>
internal sealed partial class Binder
{
    /// <summary>An expression that must be true or false.</summary>
    public BoundExpression BindCondition(ExpressionSyntax syntax, Scope scope)
    {
        var bound = BindExpression(syntax, scope);
        if (StaticTypes.IsKnown(bound.Type) && bound.Type.Kind != FieldKind.Boolean)
            throw Error(NqlErrorCode.TypeMismatch, syntax.Span, $"A condition must be true or false; this is {bound.Type}.");
        // Whether it is one shows only with its value.
        return StaticTypes.IsKnown(bound.Type) ? bound : Placed(bound, syntax.Span);
    }

    /// <summary>An expression whose value a clause takes, which says where it stands if it can do nothing with it.</summary>
    public BoundExpression BindArgument(ExpressionSyntax syntax, Scope scope) => Placed(BindExpression(syntax, scope), syntax.Span);

    public BoundExpression BindExpression(ExpressionSyntax syntax, Scope scope)
    {
        StackGuard.Check();
        var bound = BindAnywhere(syntax, scope);
        var canFail = bound is BoundOperation { CanFail: true } or BoundSubquery { Kind: SubqueryKind.Scalar };
        return canFail ? Placed(bound, syntax.Span) : bound;
    }

    /// <summary>The place of a span, where places are told.</summary>
    public TextPlace PlaceOf(SourceSpan span) => KeepsPlaces ? new(source, span.Offset) : default;

    private BoundExpression Placed(BoundExpression bound, SourceSpan span) =>
        KeepsPlaces && bound.Place.IsNone ? bound with { Place = new(source, span.Offset) } : bound;

    private BoundExpression BindAnywhere(ExpressionSyntax syntax, Scope scope)
    {
        switch (syntax)
        {
            case LiteralSyntax literal:
                return new BoundConstant(literal.Value, StaticTypes.Of(literal.Value));
            case ParameterSyntax parameter:
                return BindParameter(parameter);
            case NameSyntax name:
                return BindName(name, scope);
            case BinarySyntax binary:
                return BindBinary(binary, scope);
            case LogicalSyntax logical:
                var kind = logical.IsOr ? OperationKind.Or : OperationKind.And;
                return new BoundOperation(
                    kind, [.. logical.Operands.Select(operand => BindCondition(operand, scope))], StaticTypes.Boolean);
            case UnarySyntax unary:
                return BindUnary(unary, scope);
            case IsNullSyntax isNull:
                return BoundOperation.Predicate(
                    isNull.IsNegated ? OperationKind.IsNotNull : OperationKind.IsNull, null, BindExpression(isNull.Operand, scope));
            case InListSyntax list:
                return BindInList(list, scope);
            case InArraySyntax array:
                var item = Collated(BindExpression(array.Operand, scope));
                return BoundOperation.Predicate(
                    OperationKind.InArray, array.IsNegated, item, FoldLike(item, BindExpression(array.Array, scope)));
            case BetweenSyntax between:
                return BindBetween(between, scope);
            case LikeSyntax like:
                return BindLike(like, scope);
            case CaseSyntax branches:
                return BindCase(branches, scope);
            case CastSyntax cast:
                return BindCast(cast, scope);
            case CollateSyntax collate:
                return BindCollate(collate, scope);
            case CallSyntax call:
                return BindCall(call, scope);
            default:
                return BindStructure(syntax, scope);
        }
    }

    private BoundExpression BindStructure(ExpressionSyntax syntax, Scope scope)
    {
        switch (syntax)
        {
            case SubquerySyntax subquery:
                var rows = BindSubquery(subquery.Query, scope);
                ExpectOneColumn(rows, subquery.Query);
                return new BoundSubquery(SubqueryKind.Scalar, rows, null, default, false, rows.Columns[0].Expression.Type);
            case ExistsSyntax exists:
                return new BoundSubquery(SubqueryKind.Exists, BindSubquery(exists.Query, scope), null, default, false, StaticTypes.Boolean);
            case InQuerySyntax inQuery:
                return BindInQuery(inQuery, scope);
            case QuantifiedSyntax quantified:
                return BindQuantified(quantified, scope);
            case MemberSyntax member:
                return new BoundOperation(OperationKind.Member, [BindExpression(member.Target, scope)], default, member.Name.Text);
            case IndexSyntax index:
                return new BoundOperation(
                    OperationKind.Index, [BindExpression(index.Target, scope), BindExpression(index.Index, scope)], default);
            case ArraySyntax array:
                return new BoundOperation(
                    OperationKind.Array, [.. array.Items.Select(item => BindExpression(item, scope))], new(FieldKind.Array));
            case ObjectSyntax @object:
                return new BoundOperation(
                    OperationKind.Object,
                    [.. @object.Members.Select(member => BindExpression(member.Value, scope))],
                    new(FieldKind.Object),
                    (SyntaxList<string>)[.. @object.Members.Select(static member => member.Name.Text)]);
            case RowSyntax row:
                throw Error(
                    NqlErrorCode.NotSupported, row.Span, "Several values in parentheses can only be compared, or searched with IN.");
            case StarSyntax star:
                throw Error(NqlErrorCode.Syntax, star.Span, "* can stand only alone in SELECT and RETURNING, and in COUNT(*).");
            case DefaultSyntax @default:
                throw Error(NqlErrorCode.Syntax, @default.Span, "DEFAULT can stand only alone as a value to be written.");
            default:
                throw Error(NqlErrorCode.NotSupported, syntax.Span, "An expression is needed here.");
        }
    }

    private BoundParameter BindParameter(ParameterSyntax parameter)
    {
        for (var i = 0; i < parameterNames.Count; i++)
            if (string.Equals(parameterNames[i], parameter.Name, StringComparison.OrdinalIgnoreCase))
                return new(i, parameter.Name);
        throw Error(NqlErrorCode.MissingParameter, parameter.Span, $"A parameter such as @{parameter.Name} cannot stand in a definition.");
    }

    private BoundExpression BindBinary(BinarySyntax binary, Scope scope)
    {
        if (ComparisonOf(binary.Operator) is { } comparison)
        {
            if (binary.Left is RowSyntax left && binary.Right is RowSyntax right)
                return CompareRows(comparison, left, right, scope);
            var isJoinEquality = scope.IsJoinCondition && binary.Operator == BinaryOperator.Equal;
            return Compare(
                comparison, BindExpression(binary.Left, scope), BindExpression(binary.Right, scope), binary.Span, isJoinEquality);
        }

        var operation = Enum.Parse<ArithmeticOperation>(binary.Operator.ToString());
        var first = BindExpression(binary.Left, scope);
        var second = BindExpression(binary.Right, scope);
        var type = StaticTypes.OfOperation(operation, first.Type, second.Type);
        if (type.Kind == FieldKind.Any && StaticTypes.IsKnown(first.Type) && StaticTypes.IsKnown(second.Type))
            throw Error(
                NqlErrorCode.TypeMismatch, binary.Span,
                    $"{Arithmetic.Sign(operation)} cannot be applied to {first.Type} and {second.Type}.");
        return new BoundOperation(OperationKind.Arithmetic, [first, second], type, operation);
    }

    private static Comparison? ComparisonOf(BinaryOperator op) => op switch
    {
        BinaryOperator.Equal or BinaryOperator.IsSame => Comparison.Equal,
        BinaryOperator.NotEqual or BinaryOperator.IsDifferent => Comparison.NotEqual,
        BinaryOperator.Less => Comparison.Less,
        BinaryOperator.LessOrEqual => Comparison.LessOrEqual,
        BinaryOperator.Greater => Comparison.Greater,
        BinaryOperator.GreaterOrEqual => Comparison.GreaterOrEqual,
        _ => null,
    };

    private BoundOperation Compare(
        Comparison comparison, BoundExpression left, BoundExpression right, SourceSpan span, bool isJoinEquality = false)
    {
        if (!StaticTypes.AreComparable(left.Type, right.Type))
            throw Error(
                NqlErrorCode.TypeMismatch,
                span,
                $"{left.Type} and {right.Type} cannot be compared; convert one of them, for example with CAST(… AS "
                    + $"{left.Type}){LiteralHint(left.Type)}.");
        MatchCollations(ref left, ref right);
        return isJoinEquality
            ? BoundOperation.Predicate(OperationKind.JoinEquals, null, left, right)
            : BoundOperation.Predicate(OperationKind.Compare, comparison, left, right);
    }

    private static string LiteralHint(FieldType type) => type.Kind switch
    {
        FieldKind.Date => ", or write date \"2024-01-31\"",
        FieldKind.Timestamp => ", or write timestamp \"2024-01-31T12:00:00\"",
        FieldKind.TimestampOffset => ", or write timestamptz \"2024-01-31T12:00:00Z\"",
        FieldKind.Guid => ", or write guid \"…\"",
        _ => string.Empty,
    };

    /// <summary>Rows compare value by value, most significant first.</summary>
    private BoundExpression CompareRows(Comparison comparison, RowSyntax left, RowSyntax right, Scope scope)
    {
        if (left.Items.Count != right.Items.Count)
            throw Error(NqlErrorCode.TypeMismatch, right.Span, $"{left.Items.Count} values cannot be compared with {right.Items.Count}.");
        var lefts = left.Items.Select(item => BindExpression(item, scope)).ToArray();
        var rights = right.Items.Select(item => BindExpression(item, scope)).ToArray();
        var isJoin = scope.IsJoinCondition;
        if (comparison is Comparison.Equal or Comparison.NotEqual)
        {
            var equal = All(lefts.Length, i => Compare(Comparison.Equal, lefts[i], rights[i], right.Items[i].Span, isJoin));
            return comparison == Comparison.Equal ? equal : BoundOperation.Predicate(OperationKind.Not, null, equal);
        }

        var strict = comparison is Comparison.Less or Comparison.LessOrEqual ? Comparison.Less : Comparison.Greater;
        var last = lefts.Length - 1;
        BoundExpression result = Compare(comparison, lefts[last], rights[last], right.Items[last].Span);
        for (var i = last - 1; i >= 0; i--)
        {
            var equal = Compare(Comparison.Equal, lefts[i], rights[i], right.Items[i].Span);
            result = BoundOperation.Predicate(
                OperationKind.Or,
                null,
                Compare(strict, lefts[i], rights[i], right.Items[i].Span),
                BoundOperation.Predicate(OperationKind.And, null, equal, result));
        }

        return result;
    }

    private static BoundExpression All(int count, Func<int, BoundExpression> part)
    {
        var parts = new BoundExpression[count];
        for (var i = 0; i < count; i++)
            parts[i] = part(i);
        return count == 1 ? parts[0] : BoundOperation.Predicate(OperationKind.And, null, parts);
    }

    private BoundExpression BindUnary(UnarySyntax unary, Scope scope)
    {
        var operand = unary.Operator == UnaryOperator.Not ? BindCondition(unary.Operand, scope) : BindExpression(unary.Operand, scope);
        switch (unary.Operator)
        {
            case UnaryOperator.Not when operand is BoundSubquery { Kind: SubqueryKind.Exists or SubqueryKind.In } subquery:
                return subquery with { IsNegated = !subquery.IsNegated };
            case UnaryOperator.Not:
                return BoundOperation.Predicate(OperationKind.Not, null, operand);
            case UnaryOperator.Plus:
                return operand;
            case UnaryOperator.Negate:
                return new BoundOperation(
                    OperationKind.Negate,
                    [operand],
                    // Also of an uint64, of which C# has no opposite: it is an int64 if it is anything.
                    StaticTypes.IsInteger(operand.Type) ? StaticTypes.Int64 : operand.Type);
            default:
                return new BoundOperation(
                    OperationKind.Complement, [operand], StaticTypes.IsInteger(operand.Type) ? Promoted(operand.Type) : operand.Type);
        }
    }

    /// <summary>C# computes in 32 bits what is narrower.</summary>
    private static FieldType Promoted(FieldType type) => StaticTypes.OfArithmetic(type, new(FieldKind.Int8));

    private BoundExpression BindInList(InListSyntax list, Scope scope)
    {
        if (list.Operand is RowSyntax row)
        {
            var any = new List<BoundExpression>();
            foreach (var item in list.Items)
            {
                if (item is not RowSyntax candidate)
                    throw Error(NqlErrorCode.TypeMismatch, item.Span, $"{row.Items.Count} values in parentheses are needed here.");
                any.Add(CompareRows(Comparison.Equal, row, candidate, scope));
            }

            var found = BoundOperation.Predicate(OperationKind.Or, null, [.. any]);
            return list.IsNegated ? BoundOperation.Predicate(OperationKind.Not, null, found) : found;
        }

        var operand = Collated(BindExpression(list.Operand, scope));
        var arguments = new List<BoundExpression> { operand };
        foreach (var item in list.Items)
        {
            var bound = BindExpression(item, scope);
            if (!StaticTypes.AreComparable(operand.Type, bound.Type))
                throw Error(NqlErrorCode.TypeMismatch, item.Span, $"{operand.Type} and {bound.Type} cannot be compared.");
            arguments.Add(FoldLike(operand, bound));
        }

        return BoundOperation.Predicate(OperationKind.InList, list.IsNegated, [.. arguments]);
    }

    private BoundExpression BindBetween(BetweenSyntax between, Scope scope)
    {
        var operand = BindExpression(between.Operand, scope);
        var inside = BoundOperation.Predicate(
            OperationKind.And,
            null,
            Compare(Comparison.GreaterOrEqual, operand, BindExpression(between.Low, scope), between.Low.Span),
            Compare(Comparison.LessOrEqual, operand, BindExpression(between.High, scope), between.High.Span));
        return between.IsNegated ? BoundOperation.Predicate(OperationKind.Not, null, inside) : inside;
    }

    private BoundOperation BindLike(LikeSyntax like, Scope scope)
    {
        var operand = BindExpression(like.Operand, scope);
        if (StaticTypes.IsKnown(operand.Type) && operand.Type.Kind != FieldKind.String)
            throw Error(NqlErrorCode.TypeMismatch, like.Operand.Span, $"LIKE needs text; this is {operand.Type}.");
        var arguments = new List<BoundExpression> { operand, BindExpression(like.Pattern, scope) };
        if (like.Escape is not null)
            arguments.Add(BindExpression(like.Escape, scope));
        var isFolded = like.IsCaseInsensitive
            || Collated(operand) is BoundOperation { Kind: OperationKind.Fold, Detail: Collation { IsOrdinal: false } };
        return BoundOperation.Predicate(OperationKind.Like, new LikeForm(isFolded, like.IsNegated), [.. arguments]);
    }

    private BoundOperation BindCase(CaseSyntax branches, Scope scope)
    {
        var operand = branches.Operand is null ? null : BindExpression(branches.Operand, scope);
        var arguments = new List<BoundExpression>();
        FieldType type = default;
        foreach (var branch in branches.Branches)
        {
            arguments.Add(operand is null
                ? BindCondition(branch.When, scope)
                : Compare(Comparison.Equal, operand, BindExpression(branch.When, scope), branch.When.Span));
            arguments.Add(BindExpression(branch.Then, scope));
            type = arguments.Count == 2 ? arguments[^1].Type : StaticTypes.Common(type, arguments[^1].Type);
        }

        if (branches.Else is not null)
        {
            arguments.Add(BindExpression(branches.Else, scope));
            type = StaticTypes.Common(type, arguments[^1].Type);
        }

        return new(OperationKind.Case, [.. arguments], type);
    }

    private BoundExpression BindCast(CastSyntax cast, Scope scope)
    {
        var operand = BindExpression(cast.Operand, scope);
        return operand.Type == cast.Type ? operand : new BoundOperation(OperationKind.Cast, [operand], cast.Type, cast.Type);
    }

    private BoundSubquery BindInQuery(InQuerySyntax syntax, Scope scope)
    {
        if (syntax.Operand is RowSyntax)
            throw Error(NqlErrorCode.NotSupported, syntax.Operand.Span,
                "IN (query) takes one value; write EXISTS (… WHERE a = … AND b = …) for several.");
        var item = BindExpression(syntax.Operand, scope);
        var rows = BindSubquery(syntax.Query, scope);
        ExpectOneColumn(rows, syntax.Query);
        if (!StaticTypes.AreComparable(item.Type, rows.Columns[0].Expression.Type))
            throw Error(NqlErrorCode.TypeMismatch, syntax.Span, $"{item.Type} and {rows.Columns[0].Expression.Type} cannot be compared.");
        MatchCollations(ref item, rows);
        return new(SubqueryKind.In, rows, item, Comparison.Equal, syntax.IsNegated, StaticTypes.Boolean);
    }

    private BoundExpression BindQuantified(QuantifiedSyntax syntax, Scope scope)
    {
        var item = BindExpression(syntax.Left, scope);
        var comparison = ComparisonOf(syntax.Operator)!.Value;
        if (syntax.Array is not null)
        {
            var array = BindExpression(syntax.Array, scope);
            MatchCollations(ref item, ref array);
            return BoundOperation.Predicate(
                syntax.IsAll ? OperationKind.AllOfArray : OperationKind.AnyOfArray, comparison, item, array);
        }

        var rows = BindSubquery(syntax.Query!, scope);
        ExpectOneColumn(rows, syntax.Query!);
        MatchCollations(ref item, rows);
        return new BoundSubquery(syntax.IsAll ? SubqueryKind.All : SubqueryKind.Any, rows, item, comparison, false, StaticTypes.Boolean);
    }

    private BoundQuery BindSubquery(QuerySyntax query, Scope scope)
    {
        var isJoinCondition = scope.IsJoinCondition;
        scope.IsJoinCondition = false;
        var result = BindQuery(query, scope);
        scope.IsJoinCondition = isJoinCondition;
        return result;
    }

    private void ExpectOneColumn(BoundQuery rows, QuerySyntax syntax)
    {
        if (rows.Columns.Count != 1)
            throw Error(NqlErrorCode.TypeMismatch, syntax.Span,
                $"A query used as a value must have one column; this one has {rows.Columns.Count}.");
    }
}
