using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Nedb.Data;

namespace Nedb.EntityFrameworkCore.Query.Periods;

/// <summary>Every predicate on every pair of periods of a small world, against what the words mean hour by hour.</summary>
public sealed class PeriodPredicateTests : IDisposable
{
    private static readonly DateTime Origin = new(2024, 1, 1);
    private static readonly int?[] Bounds = [null, 1, 2, 4];

    private readonly NedbConnection _connection = new("Data Source=:memory:");

    public PeriodPredicateTests()
    {
        _connection.Open();
        using var context = Create();
        context.Database.EnsureCreated();
        foreach (var start in Bounds)
            foreach (var end in Bounds)
                if (start is null || end is null || start < end)
                    context.Add(new Shift { Start = At(start), End = At(end) });
        context.SaveChanges();
    }

    [Fact]
    public void A_period_against_bounds()
    {
        foreach (var from in Bounds)
            foreach (var to in Bounds)
            {
                if (from >= to)
                    continue;
                var (start, end) = (At(from), At(to));
                Check(from, to, s => EF.Functions.PeriodContains(s, start, end), Contains);
                Check(from, to, s => EF.Functions.PeriodOverlaps(s, start, end), (a, b) => a.Overlaps(b));
                Check(from, to, s => EF.Functions.PeriodEquals(s, start, end), (a, b) => a.SetEquals(b));
                Check(from, to, s => EF.Functions.PeriodPrecedes(s, start, end), (a, b) => a.Max() < b.Min());
                Check(from, to, s => EF.Functions.PeriodSucceeds(s, start, end), (a, b) => a.Min() > b.Max());
                Check(from, to, s => EF.Functions.PeriodMeets(s, start, end), (a, b) => a.Max() + 1 == b.Min());
            }
    }

    [Fact]
    public void Two_periods_of_a_query()
    {
        using var context = Create();
        var shifts = context.Shifts.ToList();
        var pairs = context.Shifts.SelectMany(a => context.Shifts.Select(b => new
        {
            a,
            b,
            Contains = EF.Functions.PeriodContains(a, b),
            Overlaps = EF.Functions.PeriodOverlaps(a, b),
            Equal = EF.Functions.PeriodEquals(a, b),
            Precedes = EF.Functions.PeriodPrecedes(a, b),
            Succeeds = EF.Functions.PeriodSucceeds(a, b),
            Meets = EF.Functions.PeriodMeets(a, b),
        })).ToList();
        Assert.Equal(shifts.Count * shifts.Count, pairs.Count);
        foreach (var pair in pairs)
        {
            var (a, b) = (Hours(pair.a), Hours(pair.b));
            Assert.Equal(
                (Contains(a, b), a.Overlaps(b), a.SetEquals(b), a.Max() < b.Min(), a.Min() > b.Max(), a.Max() + 1 == b.Min()),
                (pair.Contains, pair.Overlaps, pair.Equal, pair.Precedes, pair.Succeeds, pair.Meets));
        }
    }

    [Fact]
    public void A_moment_a_span_and_what_changed_in_it()
    {
        using var context = Create();
        var all = context.Shifts.AsNoTracking().ToList();
        for (var hour = 0; hour < 6; hour++)
        {
            var moment = Origin.AddHours(hour);
            var valid = all.Where(s => Hours(s).Contains(hour)).Select(s => s.Id);
            Assert.Equal(valid, context.Shifts.Where(s => EF.Functions.PeriodContains(s, moment)).OrderBy(s => s.Id).Select(s => s.Id));
            Assert.Equal(valid, context.Shifts.ValidAsOf(moment).OrderBy(s => s.Id).Select(s => s.Id));
            var until = moment.AddHours(2);
            var overlapping = all.Where(s => Hours(s).Contains(hour) || Hours(s).Contains(hour + 1)).Select(s => s.Id);
            Assert.Equal(overlapping, context.Shifts.ValidBetween(moment, until).OrderBy(s => s.Id).Select(s => s.Id));
            var changed = all.Where(s => (s.Start > moment && s.Start <= until) || (s.End > moment && s.End <= until)).Select(s => s.Id);
            Assert.Equal(changed, context.Shifts.ValidityChangedBetween(moment, until).OrderBy(s => s.Id).Select(s => s.Id));
        }

        var days = context.Shifts.ValidBetween(new DateOnly(2024, 1, 1), new DateOnly(2024, 1, 2)).Count();
        Assert.Equal(all.Count, days);
        Assert.Throws<ArgumentOutOfRangeException>(() => context.Shifts.ValidBetween(Origin.AddHours(1), Origin));
    }

    private void Check(int? from, int? to, Expression<Func<Shift, bool>> predicate, Func<HashSet<int>, HashSet<int>, bool> meaning)
    {
        using var context = Create();
        var other = Hours(new Shift { Start = At(from), End = At(to) });
        var expected = context.Shifts.ToList().Where(s => meaning(Hours(s), other)).Select(s => s.Id).Order();
        Assert.Equal(expected, context.Shifts.Where(predicate).Select(s => s.Id).ToList().Order());
        var rest = context.Shifts.Where(Expression.Lambda<Func<Shift, bool>>(Expression.Not(predicate.Body), predicate.Parameters)).Count();
        Assert.Equal(context.Shifts.Count(), expected.Count() + rest);
    }

    // Beyond the least and the greatest bound there is nothing but what has no bound.
    private static HashSet<int> Hours(Shift shift)
    {
        var start = shift.Start is { } from ? (int)(from - Origin).TotalHours : -3;
        var end = shift.End is { } to ? (int)(to - Origin).TotalHours : 9;
        return [.. Enumerable.Range(start, end - start)];
    }

    private static bool Contains(HashSet<int> first, HashSet<int> second) => first.IsSupersetOf(second);

    private static DateTime? At(int? hour) => hour is { } hours ? Origin.AddHours(hours) : null;

    private PeriodContext Create() => new(new DbContextOptionsBuilder<PeriodContext>().UseNedb(_connection).Options);

    public void Dispose() => _connection.Dispose();
}
