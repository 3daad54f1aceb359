using Microsoft.EntityFrameworkCore;

namespace Nedb.EntityFrameworkCore.Query.Periods;

public sealed class CoalescingTests
{
    [Fact]
    public void Periods_that_meet_or_overlap_and_say_the_same_become_one()
    {
        (int Amount, int? From, int? To)[] rows = [(5, 7, 9), (5, 1, 4), (6, 4, 5), (5, 4, 7), (5, 12, 15), (5, 13, 14)];

        Assert.Equal(
            [(5, 1, 9), (5, 12, 15), (6, 4, 5)],
            Coalesce(rows).Select(period => (period.Value, period.From!.Value, period.To!.Value)));
    }

    [Fact]
    public void Missing_bounds_reach_without_end()
    {
        (int Amount, int? From, int? To)[] rows = [(5, 3, null), (5, 8, 9), (5, null, 1), (5, 0, 2), (6, null, null), (6, 4, 5)];

        Assert.Equal([(5, null, 2), (5, 3, null), (6, null, null)], Coalesce(rows).Select(period => (period.Value, period.From, period.To)));
    }

    [Fact]
    public void Empty_periods_are_left_out()
    {
        Assert.Empty(Coalesce([(5, 3, 3), (5, 4, 2)]));
        Assert.Empty(Coalesce([]));
    }

    /// <summary>At every point in time the same is said before and after, and no two that say the same touch.</summary>
    [Fact]
    public void Nothing_is_said_anew_and_nothing_is_lost()
    {
        var random = new Random(20261129);
        for (var round = 0; round < 500; round++)
        {
            var rows = Enumerable.Range(0, random.Next(12))
                .Select(_ => (Amount: random.Next(3), From: Bound(random), To: Bound(random))).ToArray();

            var coalesced = Coalesce(rows).ToList();

            for (var point = -1; point <= 21; point++)
                Assert.Equal(
                    rows.Where(row => Holds(row.From, row.To, point)).Select(row => row.Amount).Distinct().Order(),
                    coalesced.Where(period => Holds(period.From, period.To, point)).Select(period => period.Value).Order());
            foreach (var group in coalesced.GroupBy(period => period.Value))
                foreach (var (left, right) in group.Zip(group.Skip(1)))
                    Assert.True(left.To < right.From);
        }
    }

    private static int? Bound(Random random) => random.Next(8) == 0 ? null : random.Next(20);

    private static bool Holds(int? from, int? to, int point) => (from is null || from <= point) && (to is null || point < to);

    private static IEnumerable<CoalescedPeriod<int, int>> Coalesce(IEnumerable<(int Amount, int? From, int? To)> rows) =>
        rows.CoalescePeriods(row => row.Amount, row => row.From, row => row.To);
}
