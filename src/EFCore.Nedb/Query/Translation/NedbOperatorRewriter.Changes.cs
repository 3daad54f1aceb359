using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Nedb.EntityFrameworkCore.Query.Temporal;

namespace Nedb.EntityFrameworkCore.Query.Translation;

/// <content>Spans of transaction time, and what differs between two states.</content>
internal sealed partial class NedbOperatorRewriter
{
    private static readonly MethodInfo CompareMethod =
        typeof(NedbOperatorRewriter).GetMethod(nameof(Compare), BindingFlags.Static | BindingFlags.NonPublic)!;

    private (VersionRange Range, Expression? From, Expression? To)? _range;

    private Expression RewriteRange(MethodCallExpression node, VersionRange range)
    {
        if (_isHistory)
            throw new InvalidOperationException(
                $"{node.Method.Name} is called on a query that reads every version already. Take one of the two away.");
        var (from, to) = range == VersionRange.All ? (null, null) : (node.Arguments[1], node.Arguments[2]);
        CheckIsKnown(node, from);
        CheckIsKnown(node, to);
        (_range, _isHistory) = ((range, from, to), true);
        var source = Visit(node.Arguments[0]);
        (_range, _isHistory) = (null, false);
        return WithoutTracking(node, source);
    }

    /// <summary>The versions of a root that belong to the span.</summary>
    private MethodCallExpression Restrict(EntityQueryRootExpression root) => Where(root, root.EntityType.ClrType, ConditionOf);

    private static UnaryExpression IsState(ParameterExpression version) =>
        Expression.Not(MetadataFunctions.Call(nameof(NedbDbFunctionsExtensions.IsDeleted), version));

    private MethodCallExpression Where(Expression versions, Type type, Func<ParameterExpression, Expression> condition)
    {
        var version = Expression.Parameter(type, "v");
        return Expression.Call(
            QueryableMethods.Where.MakeGenericMethod(type),
            versions,
            Expression.Quote(Expression.Lambda(Visit(condition(version)), version)));
    }

    private Expression ConditionOf(ParameterExpression version)
    {
        var (range, from, to) = _range!.Value;
        Expression condition = IsState(version);
        if (range == VersionRange.All)
            return condition;
        var isByTime = from!.Type == typeof(DateTimeOffset);
        Expression start = MetadataFunctions.Call(
            isByTime ? nameof(NedbDbFunctionsExtensions.CommittedAt) : nameof(NedbDbFunctionsExtensions.Seq), version);
        Expression end = MetadataFunctions.Call(
            isByTime ? nameof(NedbDbFunctionsExtensions.SupersededAt) : nameof(NedbDbFunctionsExtensions.SupersededSeq), version);
        var endIsOpen = Expression.Equal(end, Expression.Constant(null, end.Type));
        if (isByTime)
            // What one commit replaced by itself nobody ever saw.
            condition = Expression.AndAlso(
                condition, Expression.OrElse(endIsOpen, Expression.GreaterThan(end, Expression.Convert(start, end.Type))));
        var (lower, upper) = (Expression.Convert(from, end.Type), Expression.Convert(to!, end.Type));
        if (range == VersionRange.ContainedIn)
            return Expression.AndAlso(
                condition,
                Expression.AndAlso(Expression.GreaterThanOrEqual(start, from), Expression.LessThanOrEqual(end, upper)));
        var begins = range == VersionRange.Between ? Expression.LessThanOrEqual(start, to!) : Expression.LessThan(start, to!);
        return Expression.AndAlso(
            condition, Expression.AndAlso(begins, Expression.OrElse(endIsOpen, Expression.GreaterThan(end, lower))));
    }

    private Expression RewriteChanges(MethodCallExpression node)
    {
        CheckIsKnown(node, node.Arguments[1]);
        CheckIsKnown(node, node.Arguments[2]);
        if (node.Arguments[0] is not EntityQueryRootExpression root || _asOf is not null || _isHistory)
            throw new InvalidOperationException(
                "Changes compares a whole set at two points in time: call it on the set, and put conditions on the changes behind it.");
        CheckRoot(root);
        var type = root.EntityType;
        if (type.BaseType is { } parent && parent.GetTableName() == type.GetTableName())
            throw new InvalidOperationException(
                $"{type.DisplayName()} is stored with {type.GetRootType().DisplayName()}, and what ended does not say any more which of "
                + $"them it was. Ask for the changes of {type.GetRootType().DisplayName()}.");
        _context.IsPointInTimeOutermost |= _outermost.Contains(node);
        var after = new TemporalQueryRootExpression(type, node.Arguments[2], _validAsOf, isHistory: true);
        var before = new TemporalQueryRootExpression(type, node.Arguments[1], _validAsOf, isHistory: false);
        var changes = (Expression)CompareMethod.MakeGenericMethod(type.ClrType).Invoke(null, [after, before, node.Arguments[1]])!;
        changes = Visit(changes);
        return _outermost.Contains(node)
            ? Expression.Call(AsNoTrackingMethod.MakeGenericMethod(node.Method.ReturnType.GetGenericArguments()[0]), changes)
            : changes;
    }

    private static MethodCallExpression Compare<TEntity>(Expression after, Expression before, Expression from)
        where TEntity : class
    {
        // The last version that the state at the end knows, if it is newer than the state at the beginning.
        var version = Expression.Parameter(typeof(TEntity), "v");
        var start = MetadataFunctions.Call(
            from.Type == typeof(long) ? nameof(NedbDbFunctionsExtensions.Seq) : nameof(NedbDbFunctionsExtensions.CommittedAt), version);
        var superseded = MetadataFunctions.Call(nameof(NedbDbFunctionsExtensions.SupersededSeq), version);
        var isLast = Expression.Equal(superseded, Expression.Constant(null, superseded.Type));
        after = Expression.Call(
            QueryableMethods.Where.MakeGenericMethod(typeof(TEntity)),
            after,
            Expression.Quote(Expression.Lambda(Expression.AndAlso(Expression.GreaterThan(start, from), isLast), version)));

        Expression<Func<TEntity, TEntity?, ChangePair<TEntity>>> pair = (a, b) => new ChangePair<TEntity> { After = a, Before = b };
        after = Expression.Call(
            QueryableMethods.LeftJoin.MakeGenericMethod(typeof(TEntity), typeof(TEntity), typeof(string), typeof(ChangePair<TEntity>)),
            after,
            before,
            Expression.Quote(KeyOf<TEntity>()),
            Expression.Quote(KeyOf<TEntity>()),
            Expression.Quote(pair));
        Expression<Func<ChangePair<TEntity>, bool>> isChange = p => !(p.Before == null && EF.Functions.IsDeleted(p.After));
        after = Expression.Call(
            QueryableMethods.Where.MakeGenericMethod(typeof(ChangePair<TEntity>)), after, Expression.Quote(isChange));
        Expression<Func<ChangePair<TEntity>, Change<TEntity>>> select = p => new Change<TEntity>
        {
            Key = EF.Functions.Key(p.After),
            Action = EF.Functions.IsDeleted(p.After) ? ChangeAction.Delete : p.Before == null ? ChangeAction.Insert : ChangeAction.Update,
            Before = p.Before,
            After = p.After,
            Seq = EF.Functions.Seq(p.After),
            CommittedAt = EF.Functions.CommittedAt(p.After),
        };
        return Expression.Call(
            QueryableMethods.Select.MakeGenericMethod(typeof(ChangePair<TEntity>), typeof(Change<TEntity>)),
            after,
            Expression.Quote(select));
    }

    private static Expression<Func<TEntity, string>> KeyOf<TEntity>()
    {
        var entity = Expression.Parameter(typeof(TEntity), "e");
        return Expression.Lambda<Func<TEntity, string>>(MetadataFunctions.Call(nameof(NedbDbFunctionsExtensions.Key), entity), entity);
    }
}
