using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Nedb.EntityFrameworkCore.Infrastructure;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Health checks of databases of Nedb.</summary>
public static class NedbHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a check that opens the database of a context, and that fails too when the database takes no more writes after one of them
    /// failed.
    /// What it reports carries <c>seq</c> and <c>head</c>.
    /// </summary>
    /// <typeparam name="TContext">The context, registered by itself, with a pool, or with a factory.</typeparam>
    /// <param name="builder">The health checks of the application.</param>
    /// <param name="name">The name of the check; that of the context, if nothing is said.</param>
    /// <param name="failureStatus">What a failure is reported as; unhealthy, if nothing is said.</param>
    /// <param name="tags">Tags, to choose checks by.</param>
    /// <returns>The same builder.</returns>
    public static IHealthChecksBuilder AddNedb<TContext>(
        this IHealthChecksBuilder builder, string? name = null, HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
        where TContext : DbContext =>
        builder.Add(new HealthCheckRegistration(
            name ?? typeof(TContext).Name, static services => new NedbHealthCheck<TContext>(services), failureStatus, tags));
}
