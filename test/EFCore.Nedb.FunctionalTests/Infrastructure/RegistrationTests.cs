using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Nedb.EntityFrameworkCore.Update;

namespace Nedb.EntityFrameworkCore.Infrastructure;

public sealed class RegistrationTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public RegistrationTests()
    {
        using var db = new ShopContext(_database.OptionsFor<ShopContext>());
        db.Database.EnsureCreated();
    }

    public void Dispose() => _database.Dispose();

    [Fact]
    public void AddNedb_gives_each_scope_a_context_of_its_own_with_the_options_that_were_said()
    {
        using var provider = new ServiceCollection()
            .AddNedb<ShopContext>(
                _database.ConnectionString,
                nedb => nedb.CaptureActivity(),
                options => options.UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking))
            .BuildServiceProvider();
        using var first = provider.CreateScope();
        using var second = provider.CreateScope();
        var db = first.ServiceProvider.GetRequiredService<ShopContext>();

        db.Add(new Label { Id = "red" });
        db.SaveChanges();

        Assert.NotSame(db, second.ServiceProvider.GetRequiredService<ShopContext>());
        Assert.Equal("red", second.ServiceProvider.GetRequiredService<ShopContext>().Labels.Single().Id);
        Assert.Equal(QueryTrackingBehavior.NoTracking, db.ChangeTracker.QueryTrackingBehavior);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_pooled_context_comes_back_with_nothing_of_its_last_use(bool isInThePast)
    {
        using var provider = new ServiceCollection()
            .AddDbContextPool<ShopContext>(options => options.UseNedb(_database.ConnectionString), poolSize: 1)
            .BuildServiceProvider();
        ShopContext used;
        using (var scope = provider.CreateScope())
        {
            used = scope.ServiceProvider.GetRequiredService<ShopContext>();
            used.Add(new Label { Id = "left" }).WithEvidence("left");
            if (isInThePast)
                used.AsOf(1);
            else
                used.Database.BeginTransaction();
        }

        using var next = provider.CreateScope();
        var again = next.ServiceProvider.GetRequiredService<ShopContext>();
        Assert.Same(used, again);
        Assert.Empty(again.ChangeTracker.Entries());
        Assert.Null(again.Database.CurrentTransaction);
        again.Add(new Label { Id = "red" });
        again.SaveChanges();
        Assert.Null(again.Labels.History().Single().Evidence);
    }

    [Fact]
    public async Task A_factory_makes_contexts_for_several_threads()
    {
        await using var provider = new ServiceCollection()
            .AddPooledDbContextFactory<ShopContext>(options => options.UseNedb(_database.ConnectionString))
            .BuildServiceProvider();
        var factory = provider.GetRequiredService<IDbContextFactory<ShopContext>>();

        await Parallel.ForEachAsync(Enumerable.Range(0, 20), async (i, cancellation) =>
        {
            await using var db = await factory.CreateDbContextAsync(cancellation);
            db.Add(new Label { Id = $"label {i}" });
            await db.SaveChangesAsync(cancellation);
        });

        await using var last = await factory.CreateDbContextAsync();
        Assert.Equal(20, await last.Labels.CountAsync());
    }
}
