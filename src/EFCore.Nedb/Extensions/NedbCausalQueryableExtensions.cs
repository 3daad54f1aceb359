using System.Linq.Expressions;
using System.Reflection;

namespace Microsoft.EntityFrameworkCore;

/// <summary>Follows the causes and the effects of what a query gives.</summary>
public static class NedbCausalQueryableExtensions
{
    /// <summary>
    /// The versions that caused what the query gives, to any depth: each once, nearest first, those of the query itself not among them. A
    /// cause is the version that caused, even
    /// if it has been replaced or deleted since. The query may give entities, versions, nodes of another trace, or seqs.
    /// </summary>
    /// <param name="source">The query.</param>
    /// <returns>The causes, which may be of any collection.</returns>
    /// <exception cref="InvalidOperationException">The query is not one of Entity Framework.</exception>
    public static IQueryable<CausalNode> TraceCausedBy(this IQueryable source) => Nodes(source, nameof(TraceCausedBy), null);

    /// <param name="source">The query.</param>
    /// <param name="depth">The greatest number of steps, from 1.</param>
    /// <inheritdoc cref="TraceCausedBy(IQueryable)"/>
    public static IQueryable<CausalNode> TraceCausedBy(this IQueryable source, int depth) => Nodes(source, nameof(TraceCausedBy), depth);

    /// <summary>The versions that what the query gives has caused, to any depth: each once, nearest first.</summary>
    /// <param name="source">The query.</param>
    /// <returns>The effects, which may be of any collection.</returns>
    /// <exception cref="InvalidOperationException">The query is not one of Entity Framework.</exception>
    public static IQueryable<CausalNode> TraceEffects(this IQueryable source) => Nodes(source, nameof(TraceEffects), null);

    /// <param name="source">The query.</param>
    /// <param name="depth">The greatest number of steps, from 1.</param>
    /// <inheritdoc cref="TraceEffects(IQueryable)"/>
    public static IQueryable<CausalNode> TraceEffects(this IQueryable source, int depth) => Nodes(source, nameof(TraceEffects), depth);

    /// <summary>The causes, to any depth, that are entities of one type, in the state that caused, nearest first. They are not
    /// tracked.</summary>
    /// <typeparam name="TEntity">The type of the entities; it must be stored in one collection.</typeparam>
    /// <param name="source">The query.</param>
    /// <returns>The entities.</returns>
    /// <exception cref="InvalidOperationException">The query is not one of Entity Framework.</exception>
    public static IQueryable<TEntity> TraceCausedBy<TEntity>(this IQueryable source)
        where TEntity : class => Entities<TEntity>(source, nameof(TraceCausedBy), null);

    /// <param name="source">The query.</param>
    /// <param name="depth">The greatest number of steps, from 1.</param>
    /// <inheritdoc cref="TraceCausedBy{TEntity}(IQueryable)"/>
    public static IQueryable<TEntity> TraceCausedBy<TEntity>(this IQueryable source, int depth)
        where TEntity : class => Entities<TEntity>(source, nameof(TraceCausedBy), depth);

    /// <summary>The effects, to any depth, that are entities of one type, in the state that was caused, nearest first. They are not
    /// tracked.</summary>
    /// <typeparam name="TEntity">The type of the entities; it must be stored in one collection.</typeparam>
    /// <param name="source">The query.</param>
    /// <returns>The entities.</returns>
    /// <exception cref="InvalidOperationException">The query is not one of Entity Framework.</exception>
    public static IQueryable<TEntity> TraceEffects<TEntity>(this IQueryable source)
        where TEntity : class => Entities<TEntity>(source, nameof(TraceEffects), null);

    /// <param name="source">The query.</param>
    /// <param name="depth">The greatest number of steps, from 1.</param>
    /// <inheritdoc cref="TraceEffects{TEntity}(IQueryable)"/>
    public static IQueryable<TEntity> TraceEffects<TEntity>(this IQueryable source, int depth)
        where TEntity : class => Entities<TEntity>(source, nameof(TraceEffects), depth);

    private static IQueryable<CausalNode> Nodes(IQueryable source, string name, int? depth)
    {
        NedbTemporalQueryableExtensions.CheckProvider(source);
        return source.Provider.CreateQuery<CausalNode>(Call(FindMethod(name, isGeneric: false, depth is not null), source, depth));
    }

    private static IQueryable<TEntity> Entities<TEntity>(IQueryable source, string name, int? depth)
        where TEntity : class
    {
        NedbTemporalQueryableExtensions.CheckProvider(source);
        var method = FindMethod(name, isGeneric: true, depth is not null).MakeGenericMethod(typeof(TEntity));
        return source.Provider.CreateQuery<TEntity>(Call(method, source, depth));
    }

    private static MethodInfo FindMethod(string name, bool isGeneric, bool hasDepth) =>
        typeof(NedbCausalQueryableExtensions).GetMethods().Single(method =>
            method.Name == name && method.IsGenericMethod == isGeneric && method.GetParameters().Length == (hasDepth ? 2 : 1));

    private static MethodCallExpression Call(MethodInfo method, IQueryable source, int? depth) => depth is { } steps
        ? Expression.Call(
            method,
            source.Expression,
            Expression.Property(Expression.Constant(new DepthArgument(steps)), nameof(DepthArgument.depth)))
        : Expression.Call(method, source.Expression);

    // EF makes a parameter of a property of a constant, and calls it like the property.
    private sealed record DepthArgument(int depth);
}
