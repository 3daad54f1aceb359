using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;
using Nedb.EntityFrameworkCore.Query.Temporal;

namespace Nedb.EntityFrameworkCore.Query.Translation;

/// <summary>Replaces Nedb's own LINQ operators by roots that carry what they say, before navigations are expanded from those
/// roots.</summary>
internal sealed partial class NedbOperatorRewriter : ExpressionVisitor
{
    private static readonly MethodInfo AsNoTrackingMethod = typeof(EntityFrameworkQueryableExtensions)
        .GetMethod(nameof(EntityFrameworkQueryableExtensions.AsNoTracking))!;

    private static readonly MethodInfo PropertyMethod = typeof(EF).GetMethod(nameof(EF.Property))!;

    private readonly IModel _model;
    private readonly NedbQueryCompilationContext _context;
    private readonly Func<Expression, Expression> _expand;
    private readonly HashSet<Expression> _outermost = new(ReferenceEqualityComparer.Instance);
    private Expression? _asOf;
    private Expression? _validAsOf;
    private bool _isHistory;

    /// <param name="context">The query that is compiled.</param>
    /// <param name="expand">Normalizes a query and expands its navigations.</param>
    public NedbOperatorRewriter(NedbQueryCompilationContext context, Func<Expression, Expression> expand)
    {
        _model = context.Model;
        _context = context;
        _expand = expand;
    }

    /// <summary>Rewrites a whole query.</summary>
    public Expression Rewrite(Expression query)
    {
        // The chain of operators whose result the caller gets; an operator elsewhere only helps to find it.
        for (var link = query; link is MethodCallExpression { Object: null, Arguments: [var source, ..] }; link = source)
            _outermost.Add(link);
        return Visit(query);
    }

    /// <inheritdoc/>
    protected override Expression VisitMethodCall(MethodCallExpression node)
    {
        if (NedbTemporalQueryableExtensions.IsAsOf(node.Method))
            return RewriteAsOf(node);
        if (NedbTemporalQueryableExtensions.IsValidAsOf(node.Method))
            return RewriteValidAsOf(node);
        if (NedbTemporalQueryableExtensions.IsHistory(node.Method))
            return RewriteHistory(node);
        if (NedbTemporalQueryableExtensions.TryFindRange(node.Method, out var range))
            return RewriteRange(node, range);
        if (NedbTemporalQueryableExtensions.IsChanges(node.Method))
            return RewriteChanges(node);
        if (NedbPortionExtensions.IsWithPortion(node.Method))
            return RewritePortion(node);
        if (node.Method.DeclaringType == typeof(NedbCausalQueryableExtensions))
            return RewriteTrace(node);
        if (node.Method.DeclaringType == typeof(NedbLinkQueryableExtensions))
            return RewriteTraverse(node);
        if (node.Method.DeclaringType == typeof(NedbPeriodFunctionsExtensions))
            return Visit(PeriodPredicates.Expand(node));
        if (MetadataFunctions.TryFind(node.Method, out _, out _))
            return RewriteMetadata(node);
        return base.VisitMethodCall(node);
    }

    // An entity by itself would be put together with all that belongs to it; a property of its key says as well which row is meant.
    private MethodCallExpression RewriteMetadata(MethodCallExpression node)
    {
        var entity = Visit(node.Arguments[1]);
        while (entity is UnaryExpression { NodeType: ExpressionType.Convert } convert)
            entity = convert.Operand;
        var type = entity.Type;
        var key = _model.FindEntityTypes(type).FirstOrDefault()?.FindPrimaryKey()?.Properties[0];
        if (key is null)
            return node.Update(null, [node.Arguments[0], Expression.Convert(entity, typeof(object))]);
        var value = Expression.Call(
            PropertyMethod.MakeGenericMethod(key.ClrType),
            Expression.Convert(entity, typeof(object)),
            Expression.Constant(key.Name));
        return node.Update(null, [node.Arguments[0], Expression.Convert(value, typeof(object))]);
    }

    private Expression RewriteAsOf(MethodCallExpression node)
    {
        CheckPoint(node, _asOf);
        _asOf = node.Arguments[1];
        var source = Visit(node.Arguments[0]);
        _asOf = null;
        return WithoutTracking(node, source);
    }

    private Expression RewriteValidAsOf(MethodCallExpression node)
    {
        CheckPoint(node, _validAsOf);
        _validAsOf = node.Arguments[1];
        var source = Visit(node.Arguments[0]);
        _validAsOf = null;
        return WithoutTracking(node, source);
    }

    private static void CheckPoint(MethodCallExpression call, Expression? outer)
    {
        var name = call.Method.Name;
        if (outer is not null)
            throw new InvalidOperationException(
                $"{name} is called on a query that {name} is called on again: a query is read at one point of each axis of "
                + $"time. Take one of the two away.");
        CheckIsKnown(call, call.Arguments[1]);
    }

    private static void CheckIsKnown(MethodCallExpression call, Expression? argument)
    {
        if (argument is not (null or QueryParameterExpression or ConstantExpression))
            throw new InvalidOperationException(
                $"The argument of {call.Method.Name}, '{ExpressionPrinter.Print(argument)}', depends on a row of the query: it "
                + $"must be a value that is known before the query runs.");
    }

    private Expression WithoutTracking(MethodCallExpression node, Expression source)
    {
        if (!_outermost.Contains(node))
            return source;
        // To track a past state, and to save it, would overwrite the present one.
        _context.IsPointInTimeOutermost = true;
        var type = node.Method.GetGenericArguments()[0];
        return type.IsValueType ? source : Expression.Call(AsNoTrackingMethod.MakeGenericMethod(type), source);
    }

    /// <inheritdoc/>
    protected override Expression VisitExtension(Expression node)
    {
        if (node is not EntityQueryRootExpression root || (_asOf is null && _validAsOf is null && !_isHistory))
            return base.VisitExtension(node);
        if (root is TemporalQueryRootExpression temporal)
            return Merge(temporal);
        CheckRoot(root);
        var point = new TemporalQueryRootExpression(root.EntityType, _asOf, _validAsOf, _isHistory);
        return _range is null ? point : Restrict(point);
    }

    private TemporalQueryRootExpression Merge(TemporalQueryRootExpression root) => new(
        root.EntityType,
        root.AsOf ?? _asOf,
        root.ValidAsOf ?? _validAsOf,
        root.IsHistory || _isHistory);

    private static void CheckRoot(EntityQueryRootExpression root)
    {
        var type = root.EntityType;
        if (root.GetType() != typeof(EntityQueryRootExpression))
            throw new InvalidOperationException(
                $"A point in time cannot be put on raw NQL or a function that gives {type.DisplayName()}: write AS OF or "
                + $"VALID AS OF within the text.");
        if (type.GetSqlQuery() is not null || !type.GetDerivedTypesInclusive().Any(derived => derived.GetTableName() is not null))
            throw new InvalidOperationException(
                $"{type.DisplayName()} is not mapped to a collection, so it has no state at another point in time.");
    }
}
