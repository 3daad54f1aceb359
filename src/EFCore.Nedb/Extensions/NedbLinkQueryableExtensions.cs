using System.Linq.Expressions;
using System.Reflection;

namespace Microsoft.EntityFrameworkCore;

/// <summary>Follows the links of what a query gives.</summary>
public static class NedbLinkQueryableExtensions
{
    /// <summary>
    /// The entities that those of a query link to, each once, at the same point in time. Those of the query are among them only where a
    /// link leads back to them.
    /// </summary>
    /// <typeparam name="TEntity">The type of the entities to find; links to others are left out.</typeparam>
    /// <param name="source">The query.</param>
    /// <param name="relation">The name of the relation; it becomes a parameter.</param>
    /// <returns>The entities, nearest first.</returns>
    /// <exception cref="InvalidOperationException">The query is not one of Entity Framework.</exception>
    public static IQueryable<TEntity> Traverse<TEntity>(this IQueryable source, string relation)
        where TEntity : class => Entities<TEntity>(source, nameof(Traverse), relation, null);

    /// <param name="source">The query.</param>
    /// <param name="relation">The name of the relation; it becomes a parameter.</param>
    /// <param name="depth">The greatest number of links on the way, from 1. Entities of any type may stand on the way.</param>
    /// <inheritdoc cref="Traverse{TEntity}(IQueryable, string)"/>
    public static IQueryable<TEntity> Traverse<TEntity>(this IQueryable source, string relation, int depth)
        where TEntity : class => Entities<TEntity>(source, nameof(Traverse), relation, depth);

    /// <summary>The entities that link to those of a query, each once, at the same point in time.</summary>
    /// <inheritdoc cref="Traverse{TEntity}(IQueryable, string)"/>
    public static IQueryable<TEntity> TraverseBack<TEntity>(this IQueryable source, string relation)
        where TEntity : class => Entities<TEntity>(source, nameof(TraverseBack), relation, null);

    /// <inheritdoc cref="Traverse{TEntity}(IQueryable, string, int)"/>
    /// <summary>The entities that link to those of a query, each once, at the same point in time.</summary>
    public static IQueryable<TEntity> TraverseBack<TEntity>(this IQueryable source, string relation, int depth)
        where TEntity : class => Entities<TEntity>(source, nameof(TraverseBack), relation, depth);

    /// <summary>What those of a query link to, of any type, with the number of links on the way and the step before.</summary>
    /// <inheritdoc cref="Traverse{TEntity}(IQueryable, string, int)"/>
    public static IQueryable<CausalNode> Traverse(this IQueryable source, string relation, int depth)
    {
        NedbTemporalQueryableExtensions.CheckProvider(source);
        return source.Provider.CreateQuery<CausalNode>(
            Call(Find(nameof(Traverse), isGeneric: false, hasDepth: true), source, relation, depth));
    }

    private static IQueryable<TEntity> Entities<TEntity>(IQueryable source, string name, string relation, int? depth)
        where TEntity : class
    {
        NedbTemporalQueryableExtensions.CheckProvider(source);
        ArgumentException.ThrowIfNullOrEmpty(relation);
        var method = Find(name, isGeneric: true, depth is not null).MakeGenericMethod(typeof(TEntity));
        return source.Provider.CreateQuery<TEntity>(Call(method, source, relation, depth));
    }

    private static MethodInfo Find(string name, bool isGeneric, bool hasDepth) =>
        typeof(NedbLinkQueryableExtensions).GetMethods().Single(method =>
            method.Name == name && method.IsGenericMethod == isGeneric && method.GetParameters().Length == (hasDepth ? 3 : 2));

    private static MethodCallExpression Call(MethodInfo method, IQueryable source, string relation, int? depth)
    {
        var values = Expression.Constant(new LinkArguments(relation, depth ?? 1));
        var relationArgument = Expression.Property(values, nameof(LinkArguments.relation));
        return depth is null
            ? Expression.Call(method, source.Expression, relationArgument)
            : Expression.Call(method, source.Expression, relationArgument, Expression.Property(values, nameof(LinkArguments.depth)));
    }

    // EF makes a parameter of a property of a constant, and calls it like the property.
    private sealed record LinkArguments(string relation, int depth);
}
