using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Nedb.Data;
using Nedb.EntityFrameworkCore.Update;

namespace Nedb.EntityFrameworkCore.Infrastructure;

public sealed class HealthCheckTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task A_database_that_opens_and_takes_writes_is_healthy_and_says_where_it_stands()
    {
        long seq;
        using (var db = new ShopContext(_database.OptionsFor<ShopContext>()))
        {
            db.Database.EnsureCreated();
            seq = db.Database.Nedb().Seq;
        }

        var entry = await CheckAsync(services => services.AddNedb<ShopContext>(_database.ConnectionString));

        Assert.Equal(HealthStatus.Healthy, entry.Status);
        Assert.Equal(seq, entry.Data["seq"]);
        Assert.Equal(64, ((string)entry.Data["head"]).Length);
    }

    [Fact]
    public async Task A_factory_serves_as_well_as_a_context()
    {
        using (var db = new ShopContext(_database.OptionsFor<ShopContext>()))
            db.Database.EnsureCreated();

        var entry = await CheckAsync(
            services => services.AddPooledDbContextFactory<ShopContext>(options => options.UseNedb(_database.ConnectionString)));

        Assert.Equal(HealthStatus.Healthy, entry.Status);
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_reported_and_not_made()
    {
        var entry = await CheckAsync(services => services.AddNedb<ShopContext>(_database.ConnectionString), HealthStatus.Degraded);

        Assert.Equal(HealthStatus.Degraded, entry.Status);
        Assert.Contains(_database.Folder, entry.Description, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_database.Folder));
    }

    [Fact]
    public async Task A_database_that_cannot_be_opened_is_unhealthy_for_the_reason_that_it_gives()
    {
        using (var db = new ShopContext(_database.OptionsFor<ShopContext>()))
            db.Database.EnsureCreated();
        using (var connection = new NedbConnection(_database.ConnectionString))
            NedbConnection.ClearPool(connection);

        var entry = await CheckAsync(services => services.AddNedb<ShopContext>(_database.ConnectionString + ";Encryption Key=" + new string('a', 64)));

        Assert.Equal(HealthStatus.Unhealthy, entry.Status);
        Assert.Equal(NedbErrorCode.KeyUnexpected, Assert.IsType<NedbException>(entry.Exception).Code);
    }

    private static async Task<HealthReportEntry> CheckAsync(Action<IServiceCollection> register, HealthStatus? failureStatus = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        register(services);
        services.AddHealthChecks().AddNedb<ShopContext>("database", failureStatus);
        await using var provider = services.BuildServiceProvider();
        var report = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        return report.Entries["database"];
    }
}
