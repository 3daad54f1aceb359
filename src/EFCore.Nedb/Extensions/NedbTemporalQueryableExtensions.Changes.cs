using System.Reflection;

namespace Microsoft.EntityFrameworkCore;

/// <content>What differs between two states.</content>
public static partial class NedbTemporalQueryableExtensions
{
    private static readonly Dictionary<Type, MethodInfo> ChangesMethods = Find(nameof(Changes));

    /// <summary>
    /// One row for each entity of a set that got a new version after one seq and up to another: what it was, what it is, and what that
    /// makes of it. An entity that came and went in between is left out. The entities are not tracked.
    /// </summary>
    /// <typeparam name="TEntity">The type of the entity; it must be stored in one collection, of its own or of its hierarchy.</typeparam>
    /// <param name="source">The set; conditions on the changes stand behind the call.</param>
    /// <param name="fromSeq">The seq of the state to begin with, which is not part of the span; it becomes a parameter.</param>
    /// <param name="toSeq">The seq of the state to end with; it becomes a parameter.</param>
    /// <returns>The changes, in the order of the keys.</returns>
    /// <exception cref="InvalidOperationException">The query is not one of Entity Framework.</exception>
    public static IQueryable<Change<TEntity>> Changes<TEntity>(this IQueryable<TEntity> source, long fromSeq, long toSeq)
        where TEntity : class => ChangesOf(source, fromSeq, toSeq);

    /// <summary>As the overload with seqs, by the times of the commits.</summary>
    /// <param name="source">The set; conditions on the changes stand behind the call.</param>
    /// <param name="from">The moment of the state to begin with; it becomes a parameter.</param>
    /// <param name="to">The moment of the state to end with, not in the future; it becomes a parameter.</param>
    /// <inheritdoc cref="Changes{TEntity}(IQueryable{TEntity}, long, long)"/>
    public static IQueryable<Change<TEntity>> Changes<TEntity>(this IQueryable<TEntity> source, DateTimeOffset from, DateTimeOffset to)
        where TEntity : class => ChangesOf(source, from, to);

    internal static bool IsChanges(MethodInfo method) => IsOneOf(ChangesMethods, method);

    private static IQueryable<Change<TEntity>> ChangesOf<TEntity, TPoint>(IQueryable<TEntity> source, TPoint from, TPoint to)
        where TEntity : class
        where TPoint : struct, IComparable<TPoint>
    {
        CheckProvider(source);
        CheckSpan(from, to);
        return source.Provider.CreateQuery<Change<TEntity>>(SpanArgument<TPoint>.Call(
            ChangesMethods[typeof(TPoint)].MakeGenericMethod(typeof(TEntity)), source.Expression, from, to));
    }
}
