using Microsoft.EntityFrameworkCore;
using Nedb.Data;
using Nedb.EntityFrameworkCore.Infrastructure;

namespace Nedb.EntityFrameworkCore.Query.Periods;

/// <summary>
/// Portions that the database changes at once. Strategy: hand-written shapes, and thousands of random updates and deletes against a grid
/// that has a cell for each day and one for all days after. Invariants: every cell is what the grid says, and no two rows share a day.
/// </summary>
public sealed class BulkPortionTests : IDisposable
{
    private const int Days = 14;
    private const int Items = 2;

    private readonly NedbConnection _connection = new("Data Source=:memory:");

    public BulkPortionTests()
    {
        _connection.Open();
        using var context = Create();
        context.Database.EnsureCreated();
    }

    public void Dispose() => _connection.Dispose();

    [Fact]
    public void An_update_splits_in_one_commit_and_says_why()
    {
        using var context = Create();
        context.Add(new Rate { Item = 1, From = Day(0), Amount = 5, Note = "n" }).Property("Shadow").CurrentValue = 7;
        context.SaveChanges();
        var before = context.Database.Nedb().Seq;
        using (NedbProvenance.Begin(before))
            Assert.Equal(
                1,
                context.Rates.Where(rate => rate.Item == 1).ForPortionOf(Day(3), Day(6))
                    .ExecuteUpdate(set => set.SetProperty(rate => rate.Amount, rate => rate.Amount + 4)));

        var rates = context.Rates.OrderBy(r => r.From)
            .Select(r => new { r.From, r.To, r.Amount, r.Note, Shadow = EF.Property<int>(r, "Shadow"), Why = EF.Functions.CausedBy(r) }).ToList();
        Assert.Equal([(Day(0), Day(3), 5), (Day(3), Day(6), 9), (Day(6), null, 5)], rates.Select(r => (r.From, r.To, r.Amount)));
        Assert.All(rates, rate => Assert.Equal(("n", 7, before), (rate.Note, rate.Shadow, Assert.Single(rate.Why!))));
        Assert.Equal(3, context.Database.Nedb().LastCommit!.Count);
        Assert.Single(context.Rates.AsOf(before));
    }

    [Fact]
    public async Task A_delete_leaves_what_sticks_out_and_generated_keys_are_new()
    {
        await using var context = Create();
        context.AddRange(
            new Shift { Worker = "a", Start = At(8), End = At(17) },
            new Shift { Worker = "b", Start = At(12), End = At(13) },
            new Shift { Worker = "c", End = At(12) },
            new Shift { Worker = "d" });
        await context.SaveChangesAsync();

        Assert.Equal(3, await context.Shifts.Where(s => s.Worker != "").ForPortionOf(At(12), At(13)).ExecuteDeleteAsync());

        var left = context.Shifts.AsNoTracking().OrderBy(s => s.Worker).ThenBy(s => s.Start).ToList();
        Assert.Equal(
            [("a", At(8), At(12)), ("a", At(13), At(17)), ("c", null, At(12)), ("d", null, At(12)), ("d", At(13), null)],
            left.Select(s => (s.Worker, s.Start, s.End)));
        Assert.Equal(5, left.Select(s => s.Id).Distinct().Count());
        Assert.Equal(
            1, await context.Shifts.ForPortionOf(At(9), At(10)).Where(s => s.Worker == "a").ExecuteUpdateAsync(set => set.SetProperty(s => s.Worker, "e")));
        Assert.Equal(2, context.Shifts.Count(s => s.Worker == "a" && s.End <= At(12)));
    }

    [Fact]
    public void The_text_of_the_command_says_the_portion_and_serves_every_other_one()
    {
        var texts = new List<string>();
        using var context = new PeriodContext(new DbContextOptionsBuilder<PeriodContext>().UseNedb(_connection)
            .LogTo(texts.Add, [Microsoft.EntityFrameworkCore.Diagnostics.RelationalEventId.CommandExecuted]).Options);
        for (var day = 1; day < 3; day++)
            context.Rates.ForPortionOf(Day(day), Day(day + 1)).ExecuteDelete();

        Assert.All(texts, text => Assert.Contains("FOR PORTION OF VALID FROM @portionFrom TO @portionTo", text, StringComparison.Ordinal));
        Assert.Equal(2, texts.Count);
    }

    [Fact]
    public void What_cannot_be_split_is_refused_with_the_reason()
    {
        using var context = Create();
        Assert.Throws<ArgumentOutOfRangeException>(() => context.Rates.Where(rate => rate.Item == 1).ForPortionOf(Day(2), Day(2)));
        Assert.Throws<InvalidOperationException>(() => new List<Rate>().AsQueryable().ForPortionOf(Day(1), Day(2)));
        using var other = new Temporal.PriceContext(new DbContextOptionsBuilder<Temporal.PriceContext>().UseNedb("Data Source=:memory:").Options);
        other.Database.EnsureCreated();
        var refusal = Assert.ThrowsAny<InvalidOperationException>(() => other.Prices.ForPortionOf(Day(1), Day(2)).ExecuteDelete());
        Assert.Contains("not kept in properties", refusal.Message, StringComparison.Ordinal);
        context.Add(new Rate { Item = 1, From = Day(0) });
        context.SaveChanges();
        var ofPeriod = Assert.Throws<NedbException>(
            () => context.Rates.ForPortionOf(Day(1), Day(2)).ExecuteUpdate(set => set.SetProperty(rate => rate.To, Day(5))));
        Assert.Contains("bound of the period", ofPeriod.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Owned_parts_in_the_same_collection_are_split_with_their_owner_and_others_refused()
    {
        using var database = new TestDatabase();
        using var context = new ConfiguredContext(
            builder => builder.Entity<Stay>(stay =>
            {
                stay.HasValidTime(s => s.From, s => s.To);
                stay.HasKey(s => new { s.Room, s.From });
                stay.OwnsOne(s => s.Guest);
            }),
            database.OptionsFor<ConfiguredContext>());
        context.Database.EnsureCreated();
        context.Add(new Stay { Room = 1, From = Day(1), Guest = new() { Name = "ann" } });
        context.SaveChanges();

        context.Set<Stay>().Where(s => s.Guest!.Name == "ann").ForPortionOf(Day(3), Day(4)).ExecuteUpdate(set => set.SetProperty(s => s.Guest!.Name, "bob"));

        Assert.Equal(["ann", "bob", "ann"], context.Set<Stay>().AsNoTracking().OrderBy(s => s.From).AsEnumerable().Select(s => s.Guest!.Name));
        using var apart = new ConfiguredContext(builder => builder.Entity<Stay>(stay =>
        {
            stay.HasValidTime(s => s.From, s => s.To);
            stay.HasKey(s => new { s.Room, s.From });
            stay.OwnsOne(s => s.Guest, guest => guest.ToTable("Guests"));
        }));
        var refusal = Assert.Throws<InvalidOperationException>(() => apart.Set<Stay>().ForPortionOf(Day(1), Day(2)).ExecuteDelete());
        Assert.Contains("owns entities", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Thousands_of_random_portions_are_what_a_grid_of_days_says()
    {
        var random = new Random(11);
        var factor = int.TryParse(Environment.GetEnvironmentVariable("NEDB_TORTURE"), out var torture) ? torture : 1;
        // The last cell stands for all days after, which only a row without an end covers.
        var grid = new int?[Items, Days + 1];
        using var context = Create();
        var rows = 0;
        for (var step = 0; step < 2_000 * factor; step++)
        {
            var item = random.Next(Items);
            var from = random.Next(Days - 1);
            var to = random.Next(from + 1, Days + 1);
            var amount = random.Next(100);
            var portion = context.Rates.Where(rate => rate.Item == item).ForPortionOf(Day(from), Day(to));
            var end = to == Days && grid[item, Days] is null ? Days + 1 : to;
            if (Enumerable.Range(from, end - from).All(day => grid[item, day] is null))
            {
                context.Add(new Rate { Item = item, From = Day(from), To = end > Days ? null : Day(to), Amount = amount });
                context.SaveChanges();
                context.ChangeTracker.Clear();
                Set(grid, item, from, end, _ => amount);
            }
            else if (random.Next(3) == 0)
            {
                portion.ExecuteDelete();
                Set(grid, item, from, to, _ => null);
            }
            else
            {
                portion.ExecuteUpdate(set => set.SetProperty(rate => rate.Amount, amount));
                Set(grid, item, from, to, old => old is null ? null : amount);
            }

            if (step % 8 == 0)
                Check(context, grid);
            rows = Math.Max(rows, context.Rates.Count());
        }

        Check(context, grid);
        Assert.InRange(rows, 10, Items * (Days + 1));
    }

    private static void Set(int?[,] grid, int item, int from, int to, Func<int?, int?> change)
    {
        for (var day = from; day < to; day++)
            grid[item, day] = change(grid[item, day]);
    }

    private static void Check(PeriodContext context, int?[,] grid)
    {
        var found = new int?[Items, Days + 1];
        foreach (var rate in context.Rates.AsNoTracking())
        {
            var end = rate.To is { } to ? to.DayNumber - Day(0).DayNumber : Days + 1;
            for (var day = rate.From.DayNumber - Day(0).DayNumber; day < end; day++)
            {
                Assert.Null(found[rate.Item, day]);
                found[rate.Item, day] = rate.Amount;
            }
        }

        Assert.Equal(grid, found);
    }

    private static DateOnly Day(int day) => new DateOnly(2024, 1, 1).AddDays(day);

    private static DateTime At(int hour) => new DateTime(2024, 1, 1).AddHours(hour);

    private PeriodContext Create() => new(new DbContextOptionsBuilder<PeriodContext>().UseNedb(_connection).Options);

    private sealed class Stay
    {
        public int Room { get; set; }

        public DateOnly From { get; set; }

        public DateOnly? To { get; set; }

        public Guest? Guest { get; set; }
    }

    private sealed class Guest
    {
        public string Name { get; set; } = "";
    }
}
