namespace Microsoft.EntityFrameworkCore;

/// <summary>A span of valid time over which something stays the same.</summary>
/// <typeparam name="TValue">What stays the same.</typeparam>
/// <typeparam name="TBound"><see cref="DateOnly"/>, <see cref="DateTime"/> or <see cref="DateTimeOffset"/>.</typeparam>
/// <param name="Value">What stays the same.</param>
/// <param name="From">The start, which is in it; null for no bound.</param>
/// <param name="To">The end, which is not in it; null for no bound.</param>
public readonly record struct CoalescedPeriod<TValue, TBound>(TValue Value, TBound? From, TBound? To)
    where TBound : struct;
