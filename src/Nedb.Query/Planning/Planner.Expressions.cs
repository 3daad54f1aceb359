using Nedb.Query.Binding;
using Nedb.Query.Diagnostics;
using Nedb.Query.Execution;
using Nedb.Query.Execution.Evaluators;
using Nedb.Query.Syntax.Nodes;
using Nedb.Storage.Collations;
using Nedb.Storage.Schema;
using System.Diagnostics;

namespace Nedb.Query.Planning;

/// <content>Bound expressions become evaluators.</content>
internal sealed partial class Planner
{
    public Evaluator Compile(BoundExpression expression)
    {
        StackGuard.Check();
        var evaluator = CompileAnywhere(expression);
        return expression.Place.IsNone || evaluator is ConstantEvaluator ? evaluator : new PlacedEvaluator(evaluator, expression.Place);
    }

    /// <summary>The value of a clause, which says where it stands if it is of no use there; null where there is none.</summary>
    public ClauseValue? CompileClause(BoundExpression? expression) =>
        expression is null ? null : new(Compile(expression), expression.Place);

    private Evaluator CompileAnywhere(BoundExpression expression)
    {
        switch (expression)
        {
            case BoundConstant constant:
                return new ConstantEvaluator(constant.Value);
            case BoundParameter parameter:
                return new ParameterEvaluator(parameter.Index);
            case BoundField field:
                return new FieldEvaluator(field.Slot, field.Field.Id, field.Field.MissingValue);
            case BoundRowValue row:
                return row.IsOfTrace ? new TraceEvaluator(row.Slot, row.Ordinal) : new RowValueEvaluator(row.Slot, row.Ordinal);
            case BoundMetadata metadata:
                return new MetadataEvaluator(metadata.Slot, metadata.Field);
            case BoundDocument document:
                return new DocumentEvaluator(document.Slot);
            case BoundDynamicField dynamic:
                return new DynamicFieldEvaluator(dynamic.Slot, dynamic.Name);
            case BoundSubquery subquery:
                return CompileSubquery(subquery);
            case BoundOperation operation:
                return CompileOperation(operation);
            default:
                throw new NqlException(NqlErrorCode.Syntax, "An aggregate or a window function cannot stand here.");
        }
    }

    private Evaluator CompileOperation(BoundOperation operation)
    {
        var arguments = operation.Arguments.Select(Compile).ToArray();
        switch (operation.Kind)
        {
            case OperationKind.And:
                return new AndEvaluator(arguments);
            case OperationKind.Or:
                return new OrEvaluator(arguments);
            case OperationKind.Not:
                return new NotEvaluator(arguments[0]);
            case OperationKind.Compare:
                return CompileComparison(operation, (Comparison)operation.Detail!, arguments, nullsMatch: true);
            case OperationKind.JoinEquals:
                return CompileComparison(operation, Comparison.Equal, arguments, nullsMatch: false);
            case OperationKind.Arithmetic:
                return new ArithmeticEvaluator(
                    (ArithmeticOperation)operation.Detail!, arguments[0], arguments[1], operation.Type.Kind == FieldKind.UInt64);
            case OperationKind.Negate:
                return new NegateEvaluator(arguments[0]);
            case OperationKind.Complement:
                return new ComplementEvaluator(arguments[0], operation.Type.Kind == FieldKind.UInt64);
            case OperationKind.IsNull:
                return new IsNullEvaluator(arguments[0], isNegated: false);
            case OperationKind.IsNotNull:
                return new IsNullEvaluator(arguments[0], isNegated: true);
            case OperationKind.Case:
                return CompileCase(arguments);
            case OperationKind.Coalesce:
                return new CoalesceEvaluator(arguments);
            case OperationKind.InList:
                return CompileInList(operation, arguments);
            case OperationKind.InArray:
                return new InArrayEvaluator(
                    arguments[0], arguments[1], (bool)operation.Detail!, BoundTree.IsConstant(operation.Arguments[1]), binder.NewState());
            default:
                return CompileOther(operation, arguments);
        }
    }

    private Evaluator CompileOther(BoundOperation operation, Evaluator[] arguments)
    {
        switch (operation.Kind)
        {
            case OperationKind.AnyOfArray or OperationKind.AllOfArray:
                var isAll = operation.Kind == OperationKind.AllOfArray;
                return new QuantifiedArrayEvaluator(arguments[0], (Comparison)operation.Detail!, isAll, arguments[1]);
            case OperationKind.Like:
                var form = (LikeForm)operation.Detail!;
                var escape = arguments.Length > 2 ? arguments[2] : null;
                return new LikeEvaluator(arguments[0], arguments[1], escape, form.IsCaseInsensitive, form.IsNegated, binder.NewState());
            case OperationKind.Cast:
                return new CastEvaluator(arguments[0], operation.Arguments[0].Type, (FieldType)operation.Detail!);
            case OperationKind.Function:
                return CompileFunction(operation, arguments);
            case OperationKind.Member:
                return new MemberEvaluator(arguments[0], (string)operation.Detail!);
            case OperationKind.Index:
                return new IndexEvaluator(arguments[0], arguments[1]);
            case OperationKind.Array:
                return new ArrayEvaluator(arguments);
            case OperationKind.Object:
                return new ObjectEvaluator([.. (SyntaxList<string>)operation.Detail!], arguments);
            case OperationKind.Fold:
                var collation = (Collation)operation.Detail!;
                return collation.IsOrdinal ? arguments[0] : new FoldEvaluator(arguments[0], collation);
            case OperationKind.IsValidAt:
                return new PeriodEvaluator((int)operation.Detail!, arguments[0]);
            case OperationKind.Guard:
                return new GuardEvaluator([.. (SyntaxList<int>)operation.Detail!], arguments[0]);
            case OperationKind.Search:
                return new SearchEvaluator(arguments[0], arguments[1..], binder.NewState());
            default:
                throw new UnreachableException();
        }
    }

    private static Evaluator CompileComparison(BoundOperation operation, Comparison comparison, Evaluator[] arguments, bool nullsMatch)
    {
        var areIntegers = StaticTypes.IsInt64(operation.Arguments[0].Type) && StaticTypes.IsInt64(operation.Arguments[1].Type);
        return areIntegers
            ? new CompareInt64Evaluator(comparison, arguments[0], arguments[1], nullsMatch)
            : new CompareEvaluator(comparison, arguments[0], arguments[1], nullsMatch);
    }

    private static CaseEvaluator CompileCase(Evaluator[] arguments)
    {
        var count = arguments.Length / 2;
        var conditions = new Evaluator[count];
        var results = new Evaluator[count];
        for (var i = 0; i < count; i++)
        {
            conditions[i] = arguments[2 * i];
            results[i] = arguments[(2 * i) + 1];
        }

        return new(conditions, results, arguments.Length % 2 == 1 ? arguments[^1] : null);
    }

    private PredicateEvaluator CompileInList(BoundOperation operation, Evaluator[] arguments)
    {
        const int LeastHashed = 8;
        var isNegated = (bool)operation.Detail!;
        var list = arguments[1..];
        var set = operation.Arguments.Skip(1).All(BoundTree.IsConstant)
            ? new InSetEvaluator(arguments[0], list, isNegated, binder.NewState())
            : null;
        return set is not null && list.Length >= LeastHashed ? set : new InListEvaluator(arguments[0], list, isNegated, set);
    }

    private Evaluator CompileSubquery(BoundSubquery subquery)
    {
        var item = subquery.Item is null ? null : Compile(subquery.Item);
        var isCorrelated = BoundTree.FreeSlots(subquery.Rows).Count > 0;
        if (subquery.Kind == SubqueryKind.In && !isCorrelated)
            return new InSubqueryEvaluator(item!, ValuesOf(subquery), subquery.IsNegated);
        if (subquery.Kind == SubqueryKind.In && TryMakeExists(subquery) is { } exists)
            return CompileSubquery(exists);
        var (plan, column) = PlanRows(subquery, isCorrelated);
        var state = binder.NewState();
        Evaluator result = subquery.Kind switch
        {
            SubqueryKind.Scalar => new ScalarSubqueryEvaluator(plan, column!, state, !isCorrelated),
            SubqueryKind.Exists => new ExistsEvaluator(plan, state, !isCorrelated),
            SubqueryKind.Array => new ArraySubqueryEvaluator(plan, column!, state),
            SubqueryKind.In => new QuantifiedEvaluator(item!, Comparison.Equal, false, plan, column!, state),
            _ => new QuantifiedEvaluator(item!, subquery.Comparison, subquery.Kind == SubqueryKind.All, plan, column!, state),
        };
        return subquery.IsNegated ? new NotEvaluator(result) : result;
    }

    /// <summary>The rows of a query that an expression asks, and what it takes of each; null where it asks only whether there are
    /// any.</summary>
    private (Plan Plan, Evaluator? Column) PlanRows(BoundSubquery subquery, bool isCorrelated)
    {
        var rows = subquery.Rows;
        // Whether there is a row does not depend on their order.
        if (subquery.Kind is SubqueryKind.Exists or SubqueryKind.In && rows.Limit is null && rows.Offset is null)
            rows.OrderBy.Clear();
        var outer = _evaluations;
        // Before those within it.
        var place = _subqueries.Count;
        var isUnordered = subquery.Kind is SubqueryKind.Exists or SubqueryKind.In or SubqueryKind.Any or SubqueryKind.All;
        var plan = PlanQuery(rows, [], new(isCorrelated ? Math.Max(2, outer) : 1) { IsUnordered = isUnordered });
        _subqueries.Insert(place, new(rows, subquery.Kind, plan));
        _evaluations = plan.EstimatedRows;
        var column = subquery.Kind == SubqueryKind.Exists ? null : Compile(rows.Columns[0].Expression);
        _evaluations = outer;
        return (plan, column);
    }

    /// <summary>The values of a query that depends on no outer row.</summary>
    private QueryValues MakeValues(BoundSubquery query)
    {
        var (plan, column) = PlanRows(query, isCorrelated: false);
        return new(plan, column!, binder.NewState());
    }

    /// <summary>A correlated IN as EXISTS, whose equality an index or a hash table can then answer. Null equals null in both.</summary>
    private static BoundSubquery? TryMakeExists(BoundSubquery subquery)
    {
        if (subquery.Rows is not BoundSelect { Limit: null, Offset: null, IsGrouped: false, WindowSlot: < 0 } select)
            return null;
        if (select.Trace is not null || select.Traverse is not null)
            return null;
        var column = (select.RowSlot >= 0 ? select.LazyColumns : select.Columns)[0].Expression;
        select.Where.Add(BoundOperation.Predicate(OperationKind.Compare, Comparison.Equal, subquery.Item!, column));
        return subquery with { Kind = SubqueryKind.Exists, Item = null };
    }
}
