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
            null,
            node.Arguments.Count > 1 ? node.Arguments[1] : null,
            node.Method.Name == nameof(NedbCausalQueryableExtensions.TraceEffects),
            _asOf ?? PointOf(source));
        if (!node.Method.IsGenericMethod)
            return root;
        var entityType = node.Method.GetGenericArguments()[0];
        // A deletion may be a cause or an effect, but it is no entity.
        var history = Where(WithoutTracking(node, CreateHistoryRoot(entityType)), entityType, IsState);
        return Visit((Expression)MatchMethod.MakeGenericMethod(entityType).Invoke(null, [history, root])!);
    }

    private Expression RewriteTraverse(MethodCallExpression node)
    {
        CheckIsKnown(node, node.Arguments[1]);
        var source = Visit(node.Arguments[0]);
        var asOf = _asOf ?? PointOf(source);
        var root = new CausesQueryRootExpression(
            _expand(SelectSeqs(source)),
            node.Arguments[1],
            node.Arguments.Count > 2 ? node.Arguments[2] : null,
            node.Method.Name == nameof(NedbLinkQueryableExtensions.TraverseBack),
            asOf);
        if (!node.Method.IsGenericMethod)
            return root;
        var type = node.Method.GetGenericArguments()[0];
        var entityType = _model.FindEntityType(type)
            ?? throw new InvalidOperationException($"{type.Name} is not an entity type of the model, so that no link leads to one.");
        var entities = new EntityQueryRootExpression(entityType);
        CheckRoot(entities);
        // Documents are linked, and read in the state in which they are now, or were at the point in time of the start.
        Expression set = asOf is null && _validAsOf is null
            ? entities
            : WithoutTracking(node, new TemporalQueryRootExpression(entityType, asOf, _validAsOf, isHistory: false));
        return Visit((Expression)MatchMethod.MakeGenericMethod(type).Invoke(null, [set, root])!);
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
        Expression<Func<CausalNode, TEntity, CausalMatch<TEntity>>> pair = (node, version) =>
            new CausalMatch<TEntity> { Entity = version, Node = node };
        var seqOfEntity =
            Expression.Lambda<Func<TEntity, long>>(MetadataFunctions.Call(nameof(NedbDbFunctionsExtensions.Seq), entity), entity);
        // From the nodes to the versions, each of which is found by its seq.
        Expression joined = Expression.Call(
            QueryableMethods.Join.MakeGenericMethod(typeof(CausalNode), typeof(TEntity), typeof(long), typeof(CausalMatch<TEntity>)),
            nodes,
            history,
            Expression.Quote(seqOfNode),
            Expression.Quote(seqOfEntity),
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
