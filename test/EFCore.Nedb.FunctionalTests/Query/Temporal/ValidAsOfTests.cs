using Microsoft.EntityFrameworkCore;
using Nedb.Data;

namespace Nedb.EntityFrameworkCore.Query.Temporal;

public sealed class ValidAsOfTests : IDisposable
{
    private readonly NedbConnection _connection = new("Data Source=:memory:");
    private readonly long _first;
    private readonly long _second;

    public ValidAsOfTests()
    {
        _connection.Open();
        using var context = Create();
        context.Database.EnsureCreated();
        context.Add(new Price { Id = 1, Item = "tea", Amount = 3 }).ValidFrom(new DateOnly(2024, 1, 1)).ValidTo(new DateOnly(2024, 7, 1));
        context.Add(new Price { Id = 2, Item = "tea", Amount = 4 }).ValidFrom(new DateOnly(2024, 7, 1));
        context.Add(new Price { Id = 3, Item = "water", Amount = 0 });
        context.SaveChanges();
        _first = context.Database.Nedb().Seq;
        var price = context.Prices.Single(p => p.Id == 2);
        price.Amount = 5;
        context.Entry(price).ValidFrom(new DateOnly(2024, 7, 1)).ValidTo(new DateOnly(2025, 1, 1));
        context.SaveChanges();
        _second = context.Database.Nedb().Seq;
    }

    [Fact]
    public void Only_versions_whose_period_contains_the_date_are_read()
    {
        using var context = Create();
        Assert.Equal([3, 0], Amounts(context.Prices.ValidAsOf(new DateOnly(2024, 6, 30))));
        Assert.Equal([5, 0], Amounts(context.Prices.ValidAsOf(new DateOnly(2024, 7, 1))));
        Assert.Equal([0], Amounts(context.Prices.ValidAsOf(new DateOnly(2025, 1, 1))));
        Assert.Equal([0], Amounts(context.Prices.ValidAsOf(new DateOnly(2023, 1, 1))));
    }

    [Fact]
    public void Moments_are_as_good_as_dates()
    {
        using var context = Create();
        Assert.Equal([3, 0], Amounts(context.Prices.ValidAsOf(new DateTime(2024, 6, 30, 23, 59, 59))));
        Assert.Equal([5, 0], Amounts(context.Prices.ValidAsOf(new DateTimeOffset(2024, 7, 1, 0, 0, 0, TimeSpan.Zero))));
    }

    [Fact]
    public void Both_axes_compose_in_either_order()
    {
        using var context = Create();
        var date = new DateOnly(2025, 1, 1);
        Assert.Equal([4, 0], Amounts(context.Prices.AsOf(_first).ValidAsOf(date)));
        Assert.Equal([4, 0], Amounts(context.Prices.ValidAsOf(date).AsOf(_first)));
        Assert.Equal([0], Amounts(context.Prices.ValidAsOf(date).AsOf(_second)));
    }

    [Fact]
    public void The_period_can_be_asked_for()
    {
        using var context = Create();
        var period = context.Prices.Where(p => p.Id == 2).Select(p => new { From = EF.Functions.ValidFrom(p), To = EF.Functions.ValidTo(p) }).Single();
        Assert.Equal(new DateTime(2024, 7, 1), period.From);
        Assert.Equal(new DateTime(2025, 1, 1), period.To);
        var versions = context.Prices.Where(p => p.Id == 2).History().OrderBy(v => v.Seq).Select(v => v.ValidTo).ToList();
        Assert.Equal([null, new DateTime(2025, 1, 1)], versions);
    }

    [Fact]
    public void Compiled_queries_take_the_date_as_a_parameter()
    {
        var amounts = EF.CompileQuery((PriceContext context, DateOnly date) => context.Prices.ValidAsOf(date).OrderBy(p => p.Id).Select(p => p.Amount));
        using var context = Create();
        Assert.Equal([3, 0], amounts(context, new DateOnly(2024, 2, 1)));
        Assert.Equal([5, 0], amounts(context, new DateOnly(2024, 8, 1)));
    }

    private static List<int> Amounts(IQueryable<Price> prices) => [.. prices.OrderBy(p => p.Id).Select(p => p.Amount)];

    private PriceContext Create() => new(new DbContextOptionsBuilder<PriceContext>().UseNedb(_connection).Options);

    public void Dispose() => _connection.Dispose();
}
