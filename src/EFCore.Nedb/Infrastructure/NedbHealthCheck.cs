using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Nedb.EntityFrameworkCore.Infrastructure;

/// <summary>Opens the database of a context, and asks whether it still takes writes. Nothing is written, and no database is made.</summary>
/// <typeparam name="TContext">The context, which is registered, or of which a factory is.</typeparam>
internal sealed class NedbHealthCheck<TContext>(IServiceProvider services) : IHealthCheck
    where TContext : DbContext
{
    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (services.GetService<IDbContextFactory<TContext>>() is not { } factory)
            return await CheckAsync(services.GetRequiredService<TContext>(), context, cancellationToken).ConfigureAwait(false);
        var made = await factory.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (made.ConfigureAwait(false))
            return await CheckAsync(made, context, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<HealthCheckResult> CheckAsync(DbContext db, HealthCheckContext context, CancellationToken cancellationToken)
    {
        try
        {
            if (!await db.Database.CanConnectAsync(cancellationToken).ConfigureAwait(false))
                return new(context.Registration.FailureStatus, NedbStrings.NoDatabase(db.Database.GetDbConnection().DataSource));
            var nedb = db.Database.Nedb();
            var data = new Dictionary<string, object> { ["seq"] = nedb.Seq, ["head"] = nedb.Head.ToString() };
            return nedb.WriteFailure is { } failure
                ? new(context.Registration.FailureStatus, NedbStrings.WritesNoMore(failure.Message), failure, data)
                : HealthCheckResult.Healthy(data: data);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return new(context.Registration.FailureStatus, failure.Message, failure);
        }
    }
}
