using System.Linq.Expressions;
using System.Reflection;
using Nedb.EntityFrameworkCore.Query.Temporal;

namespace Microsoft.EntityFrameworkCore;

/// <content>Every version of a span of transaction time, with the names and the meaning that SQL Server's temporal tables have.</content>
public static partial class NedbTemporalQueryableExtensions
{
    private static readonly Dictionary<MethodInfo, VersionRange> RangeMethods = FindRangeMethods();

    /// <summary>
    /// Every state that the entities of a query ever had, each as an entity of its own; <see cref="History"/> gives also the ends, and what
    /// is known of each version. <c>EF.Functions.Seq(e)</c> and the like tell the versions apart. The entities are not tracked.
    /// </summary>
    /// <typeparam name="TEntity">The type of the entity; it must be stored in one collection.</typeparam>
    /// <param name="source">The query; operators before it speak of each version, not of the current state.</param>
    /// <returns>The versions, in the order of the keys and of the seqs.</returns>
    /// <exception cref="InvalidOperationException">The query is not one of Entity Framework.</exception>
    public static IQueryable<TEntity> TemporalAll<TEntity>(this IQueryable<TEntity> source)
        where TEntity : class => Range(source, nameof(TemporalAll));

    /// <summary>
    /// The states that the entities of a query had at any seq from the first to the second, both included: version and successor have
    /// <c>version.Seq &lt;= to</c> and <c>successor.Seq &gt; from</c>.
    /// </summary>
    /// <param name="source">The query; operators before it speak of each version, not of the current state.</param>
    /// <param name="from">The first seq; it becomes a parameter.</param>
    /// <param name="to">The last seq; it becomes a parameter.</param>
    /// <inheritdoc cref="TemporalAll"/>
    public static IQueryable<TEntity> TemporalBetween<TEntity>(this IQueryable<TEntity> source, long from, long to)
        where TEntity : class => Range(source, nameof(TemporalBetween), from, to);

    /// <summary>
    /// The states that the entities of a query had at any moment from the first to the second, both included, by the times of the commits.
    /// </summary>
    /// <param name="source">The query; operators before it speak of each version, not of the current state.</param>
    /// <param name="from">The first moment; it becomes a parameter.</param>
    /// <param name="to">The last moment; it becomes a parameter.</param>
    /// <inheritdoc cref="TemporalAll"/>
    public static IQueryable<TEntity> TemporalBetween<TEntity>(this IQueryable<TEntity> source, DateTimeOffset from, DateTimeOffset to)
        where TEntity : class => Range(source, nameof(TemporalBetween), from, to);

    /// <summary>As <c>TemporalBetween</c>, without the versions that begin at the end of the span.</summary>
    /// <param name="source">The query; operators before it speak of each version, not of the current state.</param>
    /// <param name="from">The first seq; it becomes a parameter.</param>
    /// <param name="to">The seq after the last; it becomes a parameter.</param>
    /// <inheritdoc cref="TemporalAll"/>
    public static IQueryable<TEntity> TemporalFromTo<TEntity>(this IQueryable<TEntity> source, long from, long to)
        where TEntity : class => Range(source, nameof(TemporalFromTo), from, to);

    /// <summary>As <c>TemporalBetween</c>, without the versions that begin at the end of the span.</summary>
    /// <param name="source">The query; operators before it speak of each version, not of the current state.</param>
    /// <param name="from">The first moment; it becomes a parameter.</param>
    /// <param name="to">The first moment after the span; it becomes a parameter.</param>
    /// <inheritdoc cref="TemporalAll"/>
    public static IQueryable<TEntity> TemporalFromTo<TEntity>(this IQueryable<TEntity> source, DateTimeOffset from, DateTimeOffset to)
        where TEntity : class => Range(source, nameof(TemporalFromTo), from, to);

    /// <summary>The states that began and were replaced, or ended, within a span of seqs, both included. No current state is among
    /// them.</summary>
    /// <param name="source">The query; operators before it speak of each version, not of the current state.</param>
    /// <param name="from">The first seq; it becomes a parameter.</param>
    /// <param name="to">The last seq; it becomes a parameter.</param>
    /// <inheritdoc cref="TemporalAll"/>
    public static IQueryable<TEntity> TemporalContainedIn<TEntity>(this IQueryable<TEntity> source, long from, long to)
        where TEntity : class => Range(source, nameof(TemporalContainedIn), from, to);

    /// <summary>The states that began and were replaced, or ended, within a span of time, both ends included. No current state is among
    /// them.</summary>
    /// <param name="source">The query; operators before it speak of each version, not of the current state.</param>
    /// <param name="from">The first moment; it becomes a parameter.</param>
    /// <param name="to">The last moment; it becomes a parameter.</param>
    /// <inheritdoc cref="TemporalAll"/>
    public static IQueryable<TEntity> TemporalContainedIn<TEntity>(this IQueryable<TEntity> source, DateTimeOffset from, DateTimeOffset to)
        where TEntity : class => Range(source, nameof(TemporalContainedIn), from, to);

    internal static bool TryFindRange(MethodInfo method, out VersionRange range)
    {
        range = default;
        return method.IsGenericMethod && RangeMethods.TryGetValue(method.GetGenericMethodDefinition(), out range);
    }

    private static Dictionary<MethodInfo, VersionRange> FindRangeMethods()
    {
        var found = new Dictionary<MethodInfo, VersionRange>();
        foreach (var method in typeof(NedbTemporalQueryableExtensions).GetMethods())
            if (Enum.TryParse<VersionRange>(method.Name.Replace("Temporal", "", StringComparison.Ordinal), out var range)
                && method.Name.StartsWith("Temporal", StringComparison.Ordinal))
                found.Add(method, range);
        return found;
    }

    private static IQueryable<TEntity> Range<TEntity>(IQueryable<TEntity> source, string name)
        where TEntity : class
    {
        CheckProvider(source);
        var method = RangeMethods.Keys.Single(found => found.Name == name);
        return source.Provider.CreateQuery<TEntity>(Expression.Call(method.MakeGenericMethod(typeof(TEntity)), source.Expression));
    }

    private static IQueryable<TEntity> Range<TEntity, TPoint>(IQueryable<TEntity> source, string name, TPoint from, TPoint to)
        where TEntity : class
        where TPoint : struct, IComparable<TPoint>
    {
        CheckProvider(source);
        CheckSpan(from, to);
        var method = RangeMethods.Keys.Single(found => found.Name == name && found.GetParameters()[1].ParameterType == typeof(TPoint));
        return source.Provider.CreateQuery<TEntity>(
            SpanArgument<TPoint>.Call(method.MakeGenericMethod(typeof(TEntity)), source.Expression, from, to));
    }

    private static void CheckSpan<TPoint>(TPoint from, TPoint to)
        where TPoint : struct, IComparable<TPoint>
    {
        if (from.CompareTo(to) > 0)
            throw new ArgumentOutOfRangeException(nameof(from), from, $"A span begins before it ends, and this one ends at {to}.");
    }

    // EF makes a parameter of a property of a constant, and calls it like the property.
    private sealed record SpanArgument<TPoint>(TPoint from, TPoint to)
    {
        public static MethodCallExpression Call(MethodInfo method, Expression source, TPoint from, TPoint to)
        {
            var span = Expression.Constant(new SpanArgument<TPoint>(from, to));
            return Expression.Call(
                method,
                source,
                Expression.Property(span, nameof(SpanArgument<>.from)),
                Expression.Property(span, nameof(SpanArgument<>.to)));
        }
    }
}
