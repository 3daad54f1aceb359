using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore.Query;

namespace Microsoft.EntityFrameworkCore;

/// <summary>Reads a query at another time: of the database, of what the data is about, or at every time.</summary>
public static partial class NedbTemporalQueryableExtensions
{
    private static readonly Dictionary<Type, MethodInfo> AsOfMethods = Find(nameof(AsOf));
    private static readonly Dictionary<Type, MethodInfo> ValidAsOfMethods = Find(nameof(ValidAsOf));
    private static readonly MethodInfo HistoryMethod = typeof(NedbTemporalQueryableExtensions).GetMethod(nameof(History))!;

    /// <summary>
    /// Reads every entity of the query, also those that it reaches through navigations, as it stood right after a seq. The entities are not
    /// tracked.
    /// </summary>
    /// <typeparam name="TSource">The type of what the query gives.</typeparam>
    /// <param name="source">The query, on any set, with any operators before and after.</param>
    /// <param name="seq">The seq, from 0 (the empty database) to the newest. It becomes a parameter: one text serves every seq.</param>
    /// <returns>The query as of that seq.</returns>
    /// <exception cref="InvalidOperationException">The query is not one of Entity Framework, or it has a seq or a time already.</exception>
    public static IQueryable<TSource> AsOf<TSource>(this IQueryable<TSource> source, long seq) =>
        Call(source, AsOfMethods[typeof(long)], Expression.Property(Expression.Constant(new SeqArgument(seq)), nameof(SeqArgument.asOf)));

    /// <summary>Reads every entity of the query as it stood at a moment in the past, by the times of the commits.</summary>
    /// <param name="source">The query, on any set, with any operators before and after.</param>
    /// <param name="time">The moment; one in the future is an error when the query runs, since its answer could still change.</param>
    /// <inheritdoc cref="AsOf{TSource}(IQueryable{TSource}, long)"/>
    public static IQueryable<TSource> AsOf<TSource>(this IQueryable<TSource> source, DateTimeOffset time) =>
        Call(source, AsOfMethods[typeof(DateTimeOffset)], Expression.Property(
            Expression.Constant(new TimeArgument(time)), nameof(TimeArgument.asOf)));

    /// <summary>
    /// Keeps the versions whose period of valid time contains a date, of every entity of the query, also those that it reaches through
    /// navigations.
    /// An entity without a period is always valid. Independent of <c>AsOf</c>, and composes with it in either order.
    /// </summary>
    /// <typeparam name="TSource">The type of what the query gives.</typeparam>
    /// <param name="source">The query, on any set, with any operators before and after.</param>
    /// <param name="date">The date; its first moment counts. It becomes a parameter: one text serves every date.</param>
    /// <returns>The query as of that date.</returns>
    /// <exception cref="InvalidOperationException">The query is not one of Entity Framework, or it has a valid time already.</exception>
    public static IQueryable<TSource> ValidAsOf<TSource>(this IQueryable<TSource> source, DateOnly date) =>
        Call(source, ValidAsOfMethods[typeof(DateOnly)], Expression.Property(
            Expression.Constant(new DateArgument(date)), nameof(DateArgument.validAsOf)));

    /// <param name="source">The query, on any set, with any operators before and after.</param>
    /// <param name="time">The moment; its UTC time counts.</param>
    /// <inheritdoc cref="ValidAsOf{TSource}(IQueryable{TSource}, DateOnly)"/>
    public static IQueryable<TSource> ValidAsOf<TSource>(this IQueryable<TSource> source, DateTimeOffset time) =>
        Call(source, ValidAsOfMethods[typeof(DateTimeOffset)], Expression.Property(
            Expression.Constant(new InstantArgument(time)), nameof(InstantArgument.validAsOf)));

    /// <param name="source">The query, on any set, with any operators before and after.</param>
    /// <param name="time">The moment, as it stands.</param>
    /// <inheritdoc cref="ValidAsOf{TSource}(IQueryable{TSource}, DateOnly)"/>
    public static IQueryable<TSource> ValidAsOf<TSource>(this IQueryable<TSource> source, DateTime time) =>
        Call(source, ValidAsOfMethods[typeof(DateTime)], Expression.Property(
            Expression.Constant(new MomentArgument(time)), nameof(MomentArgument.validAsOf)));

    /// <summary>Keeps the entities of a query whose period of valid time has a day in common with a span; those without a period are always
    /// valid.</summary>
    /// <typeparam name="TEntity">The type of the entity.</typeparam>
    /// <param name="source">The query, on any set. What it reaches through navigations is read whenever it is valid.</param>
    /// <param name="from">The first day of the span.</param>
    /// <param name="to">The first day after the span.</param>
    /// <exception cref="InvalidOperationException">The query is not one of Entity Framework.</exception>
    public static IQueryable<TEntity> ValidBetween<TEntity>(this IQueryable<TEntity> source, DateOnly from, DateOnly to)
        where TEntity : class => ValidBetween(source, from.ToDateTime(default), to.ToDateTime(default));

    /// <param name="source">The query, on any set. What it reaches through navigations is read whenever it is valid.</param>
    /// <param name="from">The first moment of the span.</param>
    /// <param name="to">The first moment after the span.</param>
    /// <inheritdoc cref="ValidBetween{TEntity}(IQueryable{TEntity}, DateOnly, DateOnly)"/>
    public static IQueryable<TEntity> ValidBetween<TEntity>(this IQueryable<TEntity> source, DateTime from, DateTime to)
        where TEntity : class
    {
        CheckProvider(source);
        CheckSpan(from, to);
        return source.Where(entity => EF.Functions.PeriodOverlaps(entity, from, to));
    }

    /// <summary>
    /// Keeps the entities of a query that became valid, or ceased to be, after one moment and up to another.
    /// </summary>
    /// <param name="source">The query, on any set.</param>
    /// <param name="after">The moment after which it happened.</param>
    /// <param name="until">The last moment at which it happened.</param>
    /// <inheritdoc cref="ValidBetween{TEntity}(IQueryable{TEntity}, DateOnly, DateOnly)"/>
    public static IQueryable<TEntity> ValidityChangedBetween<TEntity>(this IQueryable<TEntity> source, DateTime after, DateTime until)
        where TEntity : class
    {
        CheckProvider(source);
        CheckSpan(after, until);
        return source.Where(entity =>
            (EF.Functions.ValidFrom(entity) > after && EF.Functions.ValidFrom(entity) <= until)
            || (EF.Functions.ValidTo(entity) > after && EF.Functions.ValidTo(entity) <= until));
    }

    /// <summary>
    /// Every version of the entities of a query, the deleted ones too, in the order of the keys and of the seqs. Operators before it speak
    /// of each version, not of the current state:
    /// <c>Where(p => p.Percent > 5).History()</c> gives the versions with more than 5. The entities are not tracked.
    /// </summary>
    /// <typeparam name="TEntity">The type of the entity; it must be stored in one collection.</typeparam>
    /// <param name="source">The query.</param>
    /// <returns>The versions.</returns>
    /// <exception cref="InvalidOperationException">The query is not one of Entity Framework.</exception>
    public static IQueryable<Version<TEntity>> History<TEntity>(this IQueryable<TEntity> source)
        where TEntity : class
    {
        CheckProvider(source);
        return source.Provider.CreateQuery<Version<TEntity>>(
            Expression.Call(HistoryMethod.MakeGenericMethod(typeof(TEntity)), source.Expression));
    }

    internal static bool IsAsOf(MethodInfo method) => IsOneOf(AsOfMethods, method);

    internal static bool IsValidAsOf(MethodInfo method) => IsOneOf(ValidAsOfMethods, method);

    internal static bool IsHistory(MethodInfo method) => method.IsGenericMethod && method.GetGenericMethodDefinition() == HistoryMethod;

    /// <summary>Refuses LINQ to Objects: to ignore the point in time there would give other data than was asked for.</summary>
    internal static void CheckProvider(IQueryable source)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (source.Provider is not IAsyncQueryProvider)
            throw new InvalidOperationException(
                "A point in time, a history or a trace can be asked of a query of Entity Framework only, and this one runs "
                + "in memory. Call it on a DbSet,"
                + " before AsEnumerable().");
    }

    private static bool IsOneOf(Dictionary<Type, MethodInfo> methods, MethodInfo method) =>
        method.IsGenericMethod && methods.ContainsValue(method.GetGenericMethodDefinition());

    private static Dictionary<Type, MethodInfo> Find(string name) => typeof(NedbTemporalQueryableExtensions).GetMethods()
        .Where(method => method.Name == name)
        .ToDictionary(method => method.GetParameters()[1].ParameterType);

    private static IQueryable<TSource> Call<TSource>(IQueryable<TSource> source, MethodInfo method, Expression argument)
    {
        CheckProvider(source);
        return source.Provider.CreateQuery<TSource>(
            Expression.Call(method.MakeGenericMethod(typeof(TSource)), source.Expression, argument));
    }

    // EF makes a parameter of a property of a constant, and calls it like the property.
    private sealed record SeqArgument(long asOf);

    private sealed record TimeArgument(DateTimeOffset asOf);

    private sealed record DateArgument(DateOnly validAsOf);

    private sealed record InstantArgument(DateTimeOffset validAsOf);

    private sealed record MomentArgument(DateTime validAsOf);
}
