using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Nedb.EntityFrameworkCore.Query.Causality;
using Nedb.EntityFrameworkCore.Query.Temporal;

namespace Nedb.EntityFrameworkCore.Query.Translation;

/// <content>Traces: the causes and the effects of what a query gives.</content>
internal sealed partial class NedbOperatorRewriter
{
    private static readonly MethodInfo MatchMethod =
        typeof(NedbOperatorRewriter).GetMethod(nameof(Match), BindingFlags.Static | BindingFlags.NonPublic)!;

    private Expression RewriteTrace(MethodCallExpression node)
    {
        var source = Visit(node.Arguments[0]);
        var root = new CausesQueryRootExpression(
            _expand(SelectSeqs(source)),
            node.Arguments.Count > 1 ? node.Arguments[1] : null,
            node.Method.Name == nameof(NedbCausalQueryableExtensions.TraceEffects),
            _asOf ?? PointOf(source));
        if (!node.Method.IsGenericMethod)
            return root;
        var entityType = node.Method.GetGenericArguments()[0];
        var history = WithoutTracking(node, CreateHistoryRoot(entityType));
        return Visit((Expression)MatchMethod.MakeGenericMethod(entityType).Invoke(null, [history, root])!);
    }

    /// <summary>The point in time of the set that a query begins with.</summary>
    private static Expression? PointOf(Expression source)
    {
        while (source is MethodCallExpression { Object: null, Arguments: [var inner, ..] })
            source = inner;
        return source switch
        {
            TemporalQueryRootExpression root => root.AsOf,
            CausesQueryRootExpression root => root.AsOf,
            _ => null,
        };
    }

    /// <summary>The versions in a history that are nodes of a trace, nearest first.</summary>
    private static Expression Match<TEntity>(Expression history, Expression nodes)
        where TEntity : class
    {
        var entity = Expression.Parameter(typeof(TEntity), "e");
        Expression<Func<CausalNode, long>> seqOfNode = node => node.Seq;
        Expression<Func<TEntity, CausalNode, CausalMatch<TEntity>>> pair = (version, node) =>
            new CausalMatch<TEntity> { Entity = version, Node = node };
        var seqOfEntity =
            Expression.Lambda<Func<TEntity, long>>(MetadataFunctions.Call(nameof(NedbDbFunctionsExtensions.Seq), entity), entity);
        Expression joined = Expression.Call(
            QueryableMethods.Join.MakeGenericMethod(typeof(TEntity), typeof(CausalNode), typeof(long), typeof(CausalMatch<TEntity>)),
            history,
            nodes,
            Expression.Quote(seqOfEntity),
            Expression.Quote(seqOfNode),
            Expression.Quote(pair));
        joined = Order(QueryableMethods.OrderBy, joined, (CausalMatch<TEntity> match) => match.Node.Depth);
        joined = Order(QueryableMethods.ThenBy, joined, (CausalMatch<TEntity> match) => match.Node.Seq);
        Expression<Func<CausalMatch<TEntity>, TEntity>> select = match => match.Entity;
        return Expression.Call(
            QueryableMethods.Select.MakeGenericMethod(typeof(CausalMatch<TEntity>), typeof(TEntity)),
            joined,
            Expression.Quote(select));
    }

    private static MethodCallExpression Order<TSource, TKey>(MethodInfo method, Expression source, Expression<Func<TSource, TKey>> key) =>
        Expression.Call(method.MakeGenericMethod(typeof(TSource), typeof(TKey)), source, Expression.Quote(key));

    private Expression SelectSeqs(Expression source)
    {
        var type = source.Type.GetGenericArguments()[0];
        if (type == typeof(long))
            return source;
        if (type.IsValueType)
            throw new InvalidOperationException(
                $"A trace begins with entities, versions, nodes of another trace, or seqs (long), not with {type.Name}.");
        var item = Expression.Parameter(type, "e");
        Expression seq = type == typeof(CausalNode) || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Version<>))
            ? Expression.Property(item, nameof(CausalNode.Seq))
            : Visit(MetadataFunctions.Call(nameof(NedbDbFunctionsExtensions.Seq), item));
        return Expression.Call(
            QueryableMethods.Select.MakeGenericMethod(type, typeof(long)),
            source,
            Expression.Quote(Expression.Lambda(seq, item)));
    }
}
