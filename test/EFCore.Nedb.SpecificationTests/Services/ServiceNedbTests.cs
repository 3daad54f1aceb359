using Microsoft.EntityFrameworkCore.Storage;
using Nedb.EntityFrameworkCore.Diagnostics;
using Nedb.EntityFrameworkCore.Infrastructure;
using Nedb.EntityFrameworkCore.SpecificationTests.TestUtilities;

namespace Nedb.EntityFrameworkCore.SpecificationTests.Services;

public class NedbApiConsistencyTest(NedbApiConsistencyTest.NedbApiConsistencyFixture fixture)
    : ApiConsistencyTestBase<NedbApiConsistencyTest.NedbApiConsistencyFixture>(fixture)
{
    protected override Assembly TargetAssembly => typeof(NedbOptionsExtension).Assembly;

    protected override void AddServices(ServiceCollection serviceCollection) => serviceCollection.AddEntityFrameworkNedb();

    public class NedbApiConsistencyFixture : ApiConsistencyFixtureBase
    {
        public override HashSet<Type> FluentApiTypes { get; } =
        [
            typeof(NedbServiceCollectionExtensions),
            typeof(NedbDbContextOptionsBuilderExtensions),
            typeof(NedbDbContextOptionsBuilder),
        ];
    }
}

public class DesignTimeNedbTest(DesignTimeNedbTest.DesignTimeNedbFixture fixture)
    : DesignTimeTestBase<DesignTimeNedbTest.DesignTimeNedbFixture>(fixture)
{
    protected override Assembly ProviderAssembly => typeof(NedbOptionsExtension).Assembly;

    public class DesignTimeNedbFixture : DesignTimeFixtureBase
    {
        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
    }
}

public class LoggingNedbTest : LoggingRelationalTestBase<NedbDbContextOptionsBuilder, NedbOptionsExtension>
{
    protected override string ProviderName => "EFCore.Nedb";

    protected override string ProviderVersion =>
        typeof(NedbOptionsExtension).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;

    protected override DbContextOptionsBuilder CreateOptionsBuilder(
        IServiceCollection services,
        Action<RelationalDbContextOptionsBuilder<NedbDbContextOptionsBuilder, NedbOptionsExtension>> relationalAction) =>
        new DbContextOptionsBuilder()
            .UseInternalServiceProvider(services.AddEntityFrameworkNedb().BuildServiceProvider(validateScopes: true))
            .UseNedb("LoggingNedbTest", relationalAction);

    protected override TestLogger CreateTestLogger() => new TestLogger<NedbLoggingDefinitions>();
}

public class NedbServiceCollectionExtensionsTest() : RelationalServiceCollectionExtensionsTestBase(NedbTestHelpers.Instance);
