using Nedb.EntityFrameworkCore.SpecificationTests.TestUtilities;

namespace Nedb.EntityFrameworkCore.SpecificationTests.Interception;

public abstract class CommandInterceptionNedbTestBase(CommandInterceptionNedbTestBase.InterceptionNedbFixtureBase fixture) : CommandInterceptionTestBase(fixture)
{
    public abstract class InterceptionNedbFixtureBase : InterceptionFixtureBase
    {
        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;

        protected override IServiceCollection InjectInterceptors(
            IServiceCollection serviceCollection, IEnumerable<IInterceptor> injectedInterceptors) =>
            base.InjectInterceptors(serviceCollection.AddEntityFrameworkNedb(), injectedInterceptors);
    }

    public class CommandInterceptionNedbTest(CommandInterceptionNedbTest.InterceptionNedbFixture fixture)
        : CommandInterceptionNedbTestBase(fixture), IClassFixture<CommandInterceptionNedbTest.InterceptionNedbFixture>
    {
        public class InterceptionNedbFixture : InterceptionNedbFixtureBase
        {
            protected override string StoreName => "CommandInterception";

            protected override bool ShouldSubscribeToDiagnosticListener => false;
        }
    }

    public class CommandInterceptionWithDiagnosticsNedbTest(CommandInterceptionWithDiagnosticsNedbTest.InterceptionNedbFixture fixture)
        : CommandInterceptionNedbTestBase(fixture), IClassFixture<CommandInterceptionWithDiagnosticsNedbTest.InterceptionNedbFixture>
    {
        public class InterceptionNedbFixture : InterceptionNedbFixtureBase
        {
            protected override string StoreName => "CommandInterceptionWithDiagnostics";

            protected override bool ShouldSubscribeToDiagnosticListener => true;
        }
    }
}

public abstract class ConnectionInterceptionNedbTestBase(ConnectionInterceptionNedbTestBase.InterceptionNedbFixtureBase fixture) : ConnectionInterceptionTestBase(fixture)
{
    protected override DbContextOptionsBuilder ConfigureProvider(DbContextOptionsBuilder optionsBuilder) => optionsBuilder.UseNedb();

    protected override BadUniverseContext CreateBadUniverse(DbContextOptionsBuilder optionsBuilder) =>
        new(optionsBuilder.UseNedb("Data Source=/there/is/no/such/parent/folder").Options);

    public abstract class InterceptionNedbFixtureBase : InterceptionFixtureBase
    {
        protected override ITestStoreFactory TestStoreFactory => NedbFolderTestStoreFactory.Instance;

        protected override IServiceCollection InjectInterceptors(
            IServiceCollection serviceCollection, IEnumerable<IInterceptor> injectedInterceptors) =>
            base.InjectInterceptors(serviceCollection.AddEntityFrameworkNedb(), injectedInterceptors);
    }

    public class ConnectionInterceptionNedbTest(ConnectionInterceptionNedbTest.InterceptionNedbFixture fixture)
        : ConnectionInterceptionNedbTestBase(fixture), IClassFixture<ConnectionInterceptionNedbTest.InterceptionNedbFixture>
    {
        public class InterceptionNedbFixture : InterceptionNedbFixtureBase
        {
            protected override string StoreName => "ConnectionInterception";

            protected override bool ShouldSubscribeToDiagnosticListener => false;
        }
    }

    public class ConnectionInterceptionWithDiagnosticsNedbTest(ConnectionInterceptionWithDiagnosticsNedbTest.InterceptionNedbFixture fixture)
        : ConnectionInterceptionNedbTestBase(fixture), IClassFixture<ConnectionInterceptionWithDiagnosticsNedbTest.InterceptionNedbFixture>
    {
        public class InterceptionNedbFixture : InterceptionNedbFixtureBase
        {
            protected override string StoreName => "ConnectionInterceptionWithDiagnostics";

            protected override bool ShouldSubscribeToDiagnosticListener => true;
        }
    }
}

public abstract class QueryExpressionInterceptionNedbTestBase(QueryExpressionInterceptionNedbTestBase.InterceptionNedbFixtureBase fixture) : QueryExpressionInterceptionTestBase(fixture)
{
    public abstract class InterceptionNedbFixtureBase : InterceptionFixtureBase
    {
        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;

        protected override IServiceCollection InjectInterceptors(
            IServiceCollection serviceCollection, IEnumerable<IInterceptor> injectedInterceptors) =>
            base.InjectInterceptors(serviceCollection.AddEntityFrameworkNedb(), injectedInterceptors);
    }

    public class QueryExpressionInterceptionNedbTest(QueryExpressionInterceptionNedbTest.InterceptionNedbFixture fixture)
        : QueryExpressionInterceptionNedbTestBase(fixture), IClassFixture<QueryExpressionInterceptionNedbTest.InterceptionNedbFixture>
    {
        public class InterceptionNedbFixture : InterceptionNedbFixtureBase
        {
            protected override string StoreName => "QueryExpressionInterception";

            protected override bool ShouldSubscribeToDiagnosticListener => false;
        }
    }

    public class QueryExpressionInterceptionWithDiagnosticsNedbTest(QueryExpressionInterceptionWithDiagnosticsNedbTest.InterceptionNedbFixture fixture)
        : QueryExpressionInterceptionNedbTestBase(fixture), IClassFixture<QueryExpressionInterceptionWithDiagnosticsNedbTest.InterceptionNedbFixture>
    {
        public class InterceptionNedbFixture : InterceptionNedbFixtureBase
        {
            protected override string StoreName => "QueryExpressionInterceptionWithDiagnostics";

            protected override bool ShouldSubscribeToDiagnosticListener => true;
        }
    }
}

public abstract class SaveChangesInterceptionNedbTestBase(SaveChangesInterceptionNedbTestBase.InterceptionNedbFixtureBase fixture) : SaveChangesInterceptionTestBase(fixture)
{
    public abstract class InterceptionNedbFixtureBase : InterceptionFixtureBase
    {
        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;

        protected override IServiceCollection InjectInterceptors(
            IServiceCollection serviceCollection, IEnumerable<IInterceptor> injectedInterceptors) =>
            base.InjectInterceptors(serviceCollection.AddEntityFrameworkNedb(), injectedInterceptors);
    }

    public class SaveChangesInterceptionNedbTest(SaveChangesInterceptionNedbTest.InterceptionNedbFixture fixture)
        : SaveChangesInterceptionNedbTestBase(fixture), IClassFixture<SaveChangesInterceptionNedbTest.InterceptionNedbFixture>
    {
        public class InterceptionNedbFixture : InterceptionNedbFixtureBase
        {
            protected override string StoreName => "SaveChangesInterception";

            protected override bool ShouldSubscribeToDiagnosticListener => false;
        }
    }

    public class SaveChangesInterceptionWithDiagnosticsNedbTest(SaveChangesInterceptionWithDiagnosticsNedbTest.InterceptionNedbFixture fixture)
        : SaveChangesInterceptionNedbTestBase(fixture), IClassFixture<SaveChangesInterceptionWithDiagnosticsNedbTest.InterceptionNedbFixture>
    {
        public class InterceptionNedbFixture : InterceptionNedbFixtureBase
        {
            protected override string StoreName => "SaveChangesInterceptionWithDiagnostics";

            protected override bool ShouldSubscribeToDiagnosticListener => true;
        }
    }
}

public abstract class TransactionInterceptionNedbTestBase(TransactionInterceptionNedbTestBase.InterceptionNedbFixtureBase fixture) : TransactionInterceptionTestBase(fixture)
{
    [ConditionalTheory(Skip = "A transaction reports the level that it has, which is never less than a snapshot.")]
    public override Task Intercept_BeginTransaction_with_isolation_level(bool async) => base.Intercept_BeginTransaction_with_isolation_level(async);

    public abstract class InterceptionNedbFixtureBase : InterceptionFixtureBase
    {
        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;

        protected override IServiceCollection InjectInterceptors(
            IServiceCollection serviceCollection, IEnumerable<IInterceptor> injectedInterceptors) =>
            base.InjectInterceptors(serviceCollection.AddEntityFrameworkNedb(), injectedInterceptors);
    }

    public class TransactionInterceptionNedbTest(TransactionInterceptionNedbTest.InterceptionNedbFixture fixture)
        : TransactionInterceptionNedbTestBase(fixture), IClassFixture<TransactionInterceptionNedbTest.InterceptionNedbFixture>
    {
        public class InterceptionNedbFixture : InterceptionNedbFixtureBase
        {
            protected override string StoreName => "TransactionInterception";

            protected override bool ShouldSubscribeToDiagnosticListener => false;
        }
    }

    public class TransactionInterceptionWithDiagnosticsNedbTest(TransactionInterceptionWithDiagnosticsNedbTest.InterceptionNedbFixture fixture)
        : TransactionInterceptionNedbTestBase(fixture), IClassFixture<TransactionInterceptionWithDiagnosticsNedbTest.InterceptionNedbFixture>
    {
        public class InterceptionNedbFixture : InterceptionNedbFixtureBase
        {
            protected override string StoreName => "TransactionInterceptionWithDiagnostics";

            protected override bool ShouldSubscribeToDiagnosticListener => true;
        }
    }
}

public class MaterializationInterceptionNedbTest(NonSharedFixture fixture)
    : MaterializationInterceptionTestBase<MaterializationInterceptionNedbTest.NedbLibraryContext>(fixture)
{
    protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;

    public class NedbLibraryContext(DbContextOptions options) : LibraryContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            base.OnModelCreating(modelBuilder);
            modelBuilder.Entity<TestEntity30244>().OwnsMany(e => e.Settings, owned => owned.ToJson());
        }
    }
}
