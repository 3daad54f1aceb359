namespace Microsoft.EntityFrameworkCore;

/// <summary>What is done with periods after they were read.</summary>
public static class NedbPeriodExtensions
{
    /// <summary>
    /// Puts periods together that meet or overlap and say the same, so that each change of what is said is one step: two prices of 5 for
    /// the
    /// two halves of a year become one for the year. It works in memory, on all that it is given; empty periods are left out.
    /// </summary>
    /// <typeparam name="T">What has periods, as a query reads it.</typeparam>
    /// <typeparam name="TValue">What is compared, by its own equality: the properties that matter, as a tuple or an anonymous
    /// type.</typeparam>
    /// <typeparam name="TBound"><see cref="DateOnly"/>, <see cref="DateTime"/> or <see cref="DateTimeOffset"/>.</typeparam>
    /// <param name="source">The periods, in any order.</param>
    /// <param name="value">Gives what is compared.</param>
    /// <param name="from">Gives the start, which is in the period; null for no bound.</param>
    /// <param name="to">Gives the end, which is not in it; null for no bound.</param>
    /// <returns>For each value, in the order in which the values first came, its periods by their starts.</returns>
    public static IEnumerable<CoalescedPeriod<TValue, TBound>> CoalescePeriods<T, TValue, TBound>(
        this IEnumerable<T> source, Func<T, TValue> value, Func<T, TBound?> from, Func<T, TBound?> to)
        where TBound : struct, IComparable<TBound>
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        return source.Select(item => new CoalescedPeriod<TValue, TBound>(value(item), from(item), to(item)))
            .Where(static period => period.From is null || period.To is null || period.From.Value.CompareTo(period.To.Value) < 0)
            .GroupBy(static period => period.Value)
            .SelectMany(static group => Merge(group));
    }

    // Null comes first among the starts, which is what no bound means there.
    private static IEnumerable<CoalescedPeriod<TValue, TBound>> Merge<TValue, TBound>(IEnumerable<CoalescedPeriod<TValue, TBound>> periods)
        where TBound : struct, IComparable<TBound>
    {
        CoalescedPeriod<TValue, TBound>? open = null;
        foreach (var period in periods.OrderBy(static period => period.From))
        {
            if (open is not { } current)
            {
                open = period;
            }
            else if (current.To is not { } end || period.From is not { } start || start.CompareTo(end) <= 0)
            {
                open = current with { To = Later(current.To, period.To) };
            }
            else
            {
                yield return current;
                open = period;
            }
        }

        if (open is { } last)
            yield return last;
    }

    private static TBound? Later<TBound>(TBound? left, TBound? right)
        where TBound : struct, IComparable<TBound> =>
        left is not { } one || right is not { } other ? null : one.CompareTo(other) >= 0 ? one : other;
}
