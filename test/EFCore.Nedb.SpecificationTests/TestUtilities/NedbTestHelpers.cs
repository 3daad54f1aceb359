using Nedb.EntityFrameworkCore.Diagnostics;

namespace Nedb.EntityFrameworkCore.SpecificationTests.TestUtilities;

/// <summary>Builds models and services of the provider without a fixture.</summary>
public class NedbTestHelpers : RelationalTestHelpers
{
    protected NedbTestHelpers()
    {
    }

    public static NedbTestHelpers Instance { get; } = new();

    public override LoggingDefinitions LoggingDefinitions { get; } = new NedbLoggingDefinitions();

    public override IServiceCollection AddProviderServices(IServiceCollection services) => services.AddEntityFrameworkNedb();

    public override DbContextOptionsBuilder UseProviderOptions(DbContextOptionsBuilder optionsBuilder) =>
        optionsBuilder.UseNedb("Data Source=:memory:");
}
