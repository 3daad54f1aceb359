using System.Linq.Expressions;
using System.Reflection;

namespace Microsoft.EntityFrameworkCore;

/// <summary>
/// Changes what is valid in a portion of time only, as SQL:2011's FOR PORTION OF does: an entity whose period sticks out of the portion is
/// split, and what sticks out stays as it is.
/// </summary>
public static class NedbPortionExtensions
{
    private static readonly MethodInfo WithPortionMethod =
        typeof(NedbPortionExtensions).GetMethod(nameof(WithPortion), BindingFlags.Static | BindingFlags.NonPublic)!;

    /// <summary>Names the portion of valid time that entities of a set are changed or deleted in.</summary>
    /// <typeparam name="TEntity">
    /// An entity type with <c>HasValidTime</c> on its own properties. The key of its parts must tell them apart: the start of the period is
    /// part of the key, or the key is generated.
    /// </typeparam>
    /// <param name="source">The set; <c>Where</c> chooses entities of it. Those that are not valid in the portion are left alone.</param>
    /// <param name="from">The first day of the portion.</param>
    /// <param name="to">The first day after the portion.</param>
    /// <exception cref="ArgumentOutOfRangeException">The portion does not begin before it ends.</exception>
    public static PortionOf<TEntity> ForPortionOf<TEntity>(this DbSet<TEntity> source, DateOnly from, DateOnly to)
        where TEntity : class => new(source, source, from.ToDateTime(default).Ticks, to.ToDateTime(default).Ticks);

    /// <inheritdoc cref="ForPortionOf{TEntity}(DbSet{TEntity}, DateOnly, DateOnly)"/>
    /// <param name="source">The set; <c>Where</c> chooses entities of it. Those that are not valid in the portion are left alone.</param>
    /// <param name="from">The first moment of the portion; its kind does not matter.</param>
    /// <param name="to">The first moment after the portion; its kind does not matter.</param>
    public static PortionOf<TEntity> ForPortionOf<TEntity>(this DbSet<TEntity> source, DateTime from, DateTime to)
        where TEntity : class => new(source, source, from.Ticks, to.Ticks);

    /// <inheritdoc cref="ForPortionOf{TEntity}(DbSet{TEntity}, DateOnly, DateOnly)"/>
    /// <param name="source">The set; <c>Where</c> chooses entities of it. Those that are not valid in the portion are left alone.</param>
    /// <param name="from">The first instant of the portion.</param>
    /// <param name="to">The first instant after the portion.</param>
    public static PortionOf<TEntity> ForPortionOf<TEntity>(this DbSet<TEntity> source, DateTimeOffset from, DateTimeOffset to)
        where TEntity : class => new(source, source, from.UtcTicks, to.UtcTicks);

    /// <summary>
    /// Names the portion of valid time that the entities of a query are changed or deleted in by <c>ExecuteUpdate</c> or
    /// <c>ExecuteDelete</c>.
    /// </summary>
    /// <typeparam name="TEntity">
    /// An entity type with <c>HasValidTime</c> on its own properties. The key of its parts must tell them apart: the start of the period is
    /// part of the key, or the database gives it.
    /// </typeparam>
    /// <param name="source">The query. Entities that are not valid in the portion are left alone.</param>
    /// <param name="from">The first day of the portion.</param>
    /// <param name="to">The first day after the portion.</param>
    /// <exception cref="ArgumentOutOfRangeException">The portion does not begin before it ends.</exception>
    /// <exception cref="InvalidOperationException">The query is not one of Entity Framework.</exception>
    public static PortionOfQuery<TEntity> ForPortionOf<TEntity>(this IQueryable<TEntity> source, DateOnly from, DateOnly to)
        where TEntity : class => new(source, from.ToDateTime(default).Ticks, to.ToDateTime(default).Ticks);

    /// <inheritdoc cref="ForPortionOf{TEntity}(IQueryable{TEntity}, DateOnly, DateOnly)"/>
    /// <param name="source">The query. Entities that are not valid in the portion are left alone.</param>
    /// <param name="from">The first moment of the portion; its kind does not matter.</param>
    /// <param name="to">The first moment after the portion; its kind does not matter.</param>
    public static PortionOfQuery<TEntity> ForPortionOf<TEntity>(this IQueryable<TEntity> source, DateTime from, DateTime to)
        where TEntity : class => new(source, from.Ticks, to.Ticks);

    /// <inheritdoc cref="ForPortionOf{TEntity}(IQueryable{TEntity}, DateOnly, DateOnly)"/>
    /// <param name="source">The query. Entities that are not valid in the portion are left alone.</param>
    /// <param name="from">The first instant of the portion.</param>
    /// <param name="to">The first instant after the portion.</param>
    public static PortionOfQuery<TEntity> ForPortionOf<TEntity>(this IQueryable<TEntity> source, DateTimeOffset from, DateTimeOffset to)
        where TEntity : class => new(source, from.UtcTicks, to.UtcTicks);

    /// <summary>The entities that are valid in a portion, for an update or delete that is restricted to it.</summary>
    internal static IQueryable<TEntity> WithPortion<TEntity>(IQueryable<TEntity> source, DateTime from, DateTime to)
        where TEntity : class
    {
        var portion = Expression.Constant(new Portion(from, to));
        return source.Provider.CreateQuery<TEntity>(Expression.Call(
            WithPortionMethod.MakeGenericMethod(typeof(TEntity)),
            source.Expression,
            Expression.Property(portion, nameof(Portion.portionFrom)),
            Expression.Property(portion, nameof(Portion.portionTo))));
    }

    internal static bool IsWithPortion(MethodInfo method) =>
        method.IsGenericMethod && method.GetGenericMethodDefinition() == WithPortionMethod;

    // EF makes a parameter of a property of a constant, and calls it like the property.
    private sealed record Portion(DateTime portionFrom, DateTime portionTo);
}
