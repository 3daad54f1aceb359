using Microsoft.EntityFrameworkCore;
using Nedb.Data;

namespace Nedb.EntityFrameworkCore.Query.Periods;

public sealed class PortionTests : IDisposable
{
    private const int Days = 14;
    private const int Items = 2;

    private readonly NedbConnection _connection = new("Data Source=:memory:");

    public PortionTests()
    {
        _connection.Open();
        using var context = Create();
        context.Database.EnsureCreated();
    }

    [Fact]
    public void An_update_splits_what_sticks_out_of_the_portion()
    {
        using var context = Create();
        context.Add(new Rate { Item = 1, From = Day(0), Amount = 5, Note = "n" }).Property("Shadow").CurrentValue = 7;
        context.SaveChanges();
        var before = context.Database.Nedb().Seq;
        Assert.Equal(1, context.Rates.ForPortionOf(Day(3), Day(6)).Update(rate => rate.Amount = 9));
        context.SaveChanges();
        var rates = context.Rates.AsNoTracking().OrderBy(r => r.From).Select(r => new { r.From, r.To, r.Amount, r.Note, Shadow = EF.Property<int>(r, "Shadow") }).ToList();
        Assert.Equal(
            [
                new { From = Day(0), To = (DateOnly?)Day(3), Amount = 5, Note = (string?)"n", Shadow = 7 },
                new { From = Day(3), To = (DateOnly?)Day(6), Amount = 9, Note = (string?)"n", Shadow = 7 },
                new { From = Day(6), To = (DateOnly?)null, Amount = 5, Note = (string?)"n", Shadow = 7 },
            ],
            rates);
        Assert.Single(context.Rates.AsOf(before));
        Assert.Equal(3, context.Database.Nedb().LastCommit!.Count);
    }

    [Fact]
    public async Task A_delete_leaves_what_sticks_out()
    {
        await using var context = Create();
        context.Add(new Shift { Worker = "a", Start = At(8), End = At(17) });
        context.Add(new Shift { Worker = "b", Start = At(12), End = At(13) });
        context.Add(new Shift { Worker = "c", End = At(12) });
        await context.SaveChangesAsync();
        Assert.Equal(2, await context.Shifts.ForPortionOf(At(12), At(13)).Where(s => s.Worker != "").DeleteAsync());
        await context.SaveChangesAsync();
        var left = context.Shifts.OrderBy(s => s.Worker).ThenBy(s => s.Start).Select(s => new { s.Worker, s.Start, s.End }).ToList();
        Assert.Equal(
            [new { Worker = "a", Start = At(8), End = At(12) }, new { Worker = "a", Start = At(13), End = At(17) }],
            left.Take(2).Select(s => new { s.Worker, Start = s.Start!.Value, End = s.End!.Value }));
        Assert.Equal("c", Assert.Single(left.Skip(2)).Worker);
    }

    [Fact]
    public void A_bound_that_is_said_to_an_entry_has_the_type_of_the_property()
    {
        using var context = Create();
        context.Add(new Shift { Worker = "d" }).ValidFrom(At(1)).ValidTo(new DateTimeOffset(At(3), TimeSpan.FromHours(1)));
        context.Add(new Rate { Item = 7 }).ValidFrom(Day(2)).ValidTo(At(24 * 4));
        context.SaveChanges();
        var shift = context.Shifts.AsNoTracking().Single();
        Assert.Equal((At(1), At(2)), (shift.Start, shift.End));
        var rate = context.Rates.AsNoTracking().Single(r => r.Item == 7);
        Assert.Equal((Day(2), Day(4)), (rate.From, rate.To));
    }

    [Fact]
    public void What_cannot_be_split_is_refused_with_the_reason()
    {
        using var context = Create();
        Assert.Throws<ArgumentOutOfRangeException>(() => context.Rates.ForPortionOf(Day(2), Day(2)));
        using var other = new Temporal.PriceContext(new DbContextOptionsBuilder<Temporal.PriceContext>().UseNedb("Data Source=:memory:").Options);
        other.Database.EnsureCreated();
        other.Add(new Temporal.Price { Id = 1 });
        other.SaveChanges();
        var refusal = Assert.ThrowsAny<InvalidOperationException>(() => other.Prices.ForPortionOf(Day(1), Day(2)).Delete());
        Assert.Contains("not kept in properties", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>Test no. 8 of the reliability plan through LINQ: every point of the grid of the two times is what a naive model says.</summary>
    [Fact]
    public void Random_corrections_are_what_a_grid_of_days_says()
    {
        var random = new Random(5);
        var factor = int.TryParse(Environment.GetEnvironmentVariable("NEDB_TORTURE"), out var torture) ? torture : 1;
        var grid = new int?[Items, Days];
        var past = new List<(long Seq, int?[,] Grid)>();
        for (var step = 0; step < 60 * factor; step++)
        {
            using var context = Create();
            var item = random.Next(Items);
            var from = random.Next(Days - 1);
            var to = random.Next(from + 1, Days);
            Act(context, random, grid, item, from, to);
            context.SaveChanges();
            past.Add((context.Database.Nedb().Seq, (int?[,])grid.Clone()));
        }

        using var reader = Create();
        foreach (var (seq, then) in past.Where((_, i) => i % 4 == 0 || i == past.Count - 1))
            for (var day = 0; day < Days; day++)
            {
                var known = reader.Rates.AsOf(seq).ValidAsOf(Day(day)).OrderBy(r => r.Item).Select(r => new { r.Item, r.Amount }).ToList();
                var expected = Enumerable.Range(0, Items).Where(item => then[item, day] is not null)
                    .Select(item => new { Item = item, Amount = then[item, day]!.Value });
                Assert.Equal(expected, known);
            }
    }

    private static void Act(PeriodContext context, Random random, int?[,] grid, int item, int from, int to)
    {
        var amount = random.Next(100);
        var action = random.Next(3);
        var portion = context.Rates.ForPortionOf(Day(from), Day(to)).Where(r => r.Item == item);
        if (action == 0)
            portion.Update(rate => rate.Amount = amount);
        else
            portion.Delete();
        for (var day = from; day < to; day++)
            grid[item, day] = action == 0 && grid[item, day] is not null ? amount : null;
        if (action != 2)
            return;
        context.SaveChanges();
        context.ChangeTracker.Clear();
        context.Add(new Rate { Item = item, From = Day(from), To = Day(to), Amount = amount });
        for (var day = from; day < to; day++)
            grid[item, day] = amount;
    }

    private static DateOnly Day(int day) => new DateOnly(2024, 1, 1).AddDays(day);

    private static DateTime At(int hour) => new DateTime(2024, 1, 1).AddHours(hour);

    private PeriodContext Create() => new(new DbContextOptionsBuilder<PeriodContext>().UseNedb(_connection).Options);

    public void Dispose() => _connection.Dispose();
}
