using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
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
        var words = new Stack<MethodCallExpression>();
        var source = node.Arguments[0];
        for (; source is MethodCallExpression word && IsAboutWholeQuery(word.Method); source = word.Arguments[0])
            words.Push(word);
        if (source is not EntityQueryRootExpression root || _asOf is not null || _isHistory)
            throw new InvalidOperationException(
                "Changes compares a whole set at two points in time: call it on the set, and put conditions on the changes behind it.");
        CheckRoot(root);
        var type = root.EntityType;
        if (type.BaseType is { } parent && parent.GetTableName() == type.GetTableName())
            throw new InvalidOperationException(
                $"{type.DisplayName()} is stored with {type.GetRootType().DisplayName()}, and what ended does not say any more which of "
                + $"them it was. Ask for the changes of {type.GetRootType().DisplayName()}.");
        _context.IsPointInTimeOutermost |= _outermost.Contains(node);
        var changes = (Expression)CompareMethod.MakeGenericMethod(type.ClrType).Invoke(
            null, [type, node.Arguments[1], node.Arguments[2], _validAsOf])!;
        changes = Visit(changes);
        var change = node.Method.ReturnType.GetGenericArguments();
        foreach (var word in words)
            changes = Expression.Call(
                word.Method.GetGenericMethodDefinition().MakeGenericMethod(change), [changes, .. word.Arguments.Skip(1)]);
        return _outermost.Contains(node) ? Expression.Call(AsNoTrackingMethod.MakeGenericMethod(change), changes) : changes;
    }

    // What these say holds for a query wherever in it they stand.
    private static bool IsAboutWholeQuery(MethodInfo method) =>
        (method.DeclaringType == typeof(EntityFrameworkQueryableExtensions)
            && method.Name is nameof(EntityFrameworkQueryableExtensions.IgnoreQueryFilters)
                or nameof(EntityFrameworkQueryableExtensions.AsNoTracking)
                or nameof(EntityFrameworkQueryableExtensions.AsNoTrackingWithIdentityResolution)
                or nameof(EntityFrameworkQueryableExtensions.TagWith)
                or nameof(EntityFrameworkQueryableExtensions.TagWithCallSite))
        || (method.DeclaringType == typeof(RelationalQueryableExtensions)
            && method.Name is nameof(RelationalQueryableExtensions.AsSingleQuery) or nameof(RelationalQueryableExtensions.AsSplitQuery));

    private static Expression Compare<TEntity>(IEntityType type, Expression from, Expression to, Expression? validAsOf)
        where TEntity : class
    {
        // The last version that the state at the end knows, if it is newer than the state at the beginning.
        var version = Expression.Parameter(typeof(TEntity), "v");
        var start = MetadataFunctions.Call(
            from.Type == typeof(long) ? nameof(NedbDbFunctionsExtensions.Seq) : nameof(NedbDbFunctionsExtensions.CommittedAt), version);
        var superseded = MetadataFunctions.Call(nameof(NedbDbFunctionsExtensions.SupersededSeq), version);
        var isLast = Expression.Equal(superseded, Expression.Constant(null, superseded.Type));
        Expression pairs = Expression.Call(
            QueryableMethods.Where.MakeGenericMethod(typeof(TEntity)),
            QueryFilters.Without(new TemporalQueryRootExpression(type, to, validAsOf, isHistory: true)),
            Expression.Quote(Expression.Lambda(Expression.AndAlso(Expression.GreaterThan(start, from), isLast), version)));
        Expression<Func<TEntity, TEntity?, ChangePair<TEntity>>> pair = (a, b) => new ChangePair<TEntity> { After = a, Before = b };
        var before = new TemporalQueryRootExpression(type, from, validAsOf, isHistory: false);
        pairs = JoinByKey(pairs, QueryFilters.Without(before), KeyOf<TEntity>(), pair);
        Expression<Func<ChangePair<TEntity>, bool>> isChange = p => !(p.Before == null && EF.Functions.IsDeleted(p.After));
        pairs = Expression.Call(
            QueryableMethods.Where.MakeGenericMethod(typeof(ChangePair<TEntity>)), pairs, Expression.Quote(isChange));
        if (type.GetRootType().GetDeclaredQueryFilters().Count > 0)
            pairs = WhereSeen<TEntity>(pairs, before, new(type, to, validAsOf, isHistory: false));
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
            pairs,
            Expression.Quote(select));
    }

    /// <summary>
    /// The changes of which the filters of the model let one side through. They cannot be asked of the versions: an end has no fields, and
    /// what a filter hides from now on was seen before.
    /// </summary>
    private static MethodCallExpression WhereSeen<TEntity>(
        Expression pairs, TemporalQueryRootExpression before, TemporalQueryRootExpression after)
        where TEntity : class
    {
        Expression<Func<ChangePair<TEntity>, string>> key = p => EF.Functions.Key(p.After);
        Expression<Func<ChangePair<TEntity>, TEntity?, ChangePair<TEntity>>> withBefore =
            (p, seen) => new ChangePair<TEntity> { After = p.After, Before = p.Before, SeenBefore = seen };
        Expression<Func<ChangePair<TEntity>, TEntity?, ChangePair<TEntity>>> withAfter =
            (p, seen) => new ChangePair<TEntity> { After = p.After, Before = p.Before, SeenBefore = p.SeenBefore, SeenAfter = seen };
        Expression<Func<ChangePair<TEntity>, bool>> isSeen = p => p.SeenBefore != null || p.SeenAfter != null;
        pairs = JoinByKey(JoinByKey(pairs, before, key, withBefore), after, key, withAfter);
        return Expression.Call(
            QueryableMethods.Where.MakeGenericMethod(typeof(ChangePair<TEntity>)), pairs, Expression.Quote(isSeen));
    }

    private static MethodCallExpression JoinByKey<TOuter, TEntity>(
        Expression outer,
        Expression inner,
        Expression<Func<TOuter, string>> key,
        Expression<Func<TOuter, TEntity?, ChangePair<TEntity>>> result)
        where TEntity : class => Expression.Call(
            QueryableMethods.LeftJoin.MakeGenericMethod(typeof(TOuter), typeof(TEntity), typeof(string), typeof(ChangePair<TEntity>)),
            outer,
            inner,
            Expression.Quote(key),
            Expression.Quote(KeyOf<TEntity>()),
            Expression.Quote(result));

    private static Expression<Func<TEntity, string>> KeyOf<TEntity>()
    {
        var entity = Expression.Parameter(typeof(TEntity), "e");
        return Expression.Lambda<Func<TEntity, string>>(MetadataFunctions.Call(nameof(NedbDbFunctionsExtensions.Key), entity), entity);
    }
}
