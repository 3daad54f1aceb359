using Microsoft.EntityFrameworkCore.TestModels.TransportationModel;
using Nedb.EntityFrameworkCore.SpecificationTests.TestUtilities;

namespace Nedb.EntityFrameworkCore.SpecificationTests.Stores;

public class ConferencePlannerNedbTest(ConferencePlannerNedbTest.ConferencePlannerNedbFixture fixture)
    : ConferencePlannerTestBase<ConferencePlannerNedbTest.ConferencePlannerNedbFixture>(fixture)
{
    protected override void UseTransaction(DatabaseFacade facade, IDbContextTransaction transaction) =>
        facade.UseTransaction(transaction.GetDbTransaction());

    public class ConferencePlannerNedbFixture : ConferencePlannerFixtureBase
    {
        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
    }
}

public class DataAnnotationNedbTest(DataAnnotationNedbTest.DataAnnotationNedbFixture fixture)
    : DataAnnotationRelationalTestBase<DataAnnotationNedbTest.DataAnnotationNedbFixture>(fixture)
{
    protected override TestHelpers TestHelpers => NedbTestHelpers.Instance;

    protected override void UseTransaction(DatabaseFacade facade, IDbContextTransaction transaction) =>
        facade.UseTransaction(transaction.GetDbTransaction());

    public class DataAnnotationNedbFixture : DataAnnotationRelationalFixtureBase, ITestSqlLoggerFactory
    {
        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;

        public TestSqlLoggerFactory TestSqlLoggerFactory => (TestSqlLoggerFactory)ListLoggerFactory;
    }
}

public class EntitySplittingNedbTest(NonSharedFixture fixture, ITestOutputHelper output) : EntitySplittingTestBase(fixture, output)
{
    protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
}

public class MusicStoreNedbTest(MusicStoreNedbTest.MusicStoreNedbFixture fixture)
    : MusicStoreTestBase<MusicStoreNedbTest.MusicStoreNedbFixture>(fixture)
{
    public class MusicStoreNedbFixture : MusicStoreFixtureBase
    {
        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
    }
}

public class SeedingNedbTest : SeedingTestBase
{
    protected override TestStore TestStore => NedbTestStore.Create("SeedingTest");

    protected override SeedingContext CreateContextWithEmptyDatabase(string testId) => new SeedingNedbContext(testId);

    protected class SeedingNedbContext(string testId) : SeedingContext(testId)
    {
        protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) =>
            optionsBuilder.UseNedb(NedbTestStore.ConnectionStringOf($"Seeds{TestId}"));
    }
}

public class StoreGeneratedNedbTest(StoreGeneratedNedbTest.StoreGeneratedNedbFixture fixture)
    : StoreGeneratedTestBase<StoreGeneratedNedbTest.StoreGeneratedNedbFixture>(fixture)
{
    protected override void UseTransaction(DatabaseFacade facade, IDbContextTransaction transaction) =>
        facade.UseTransaction(transaction.GetDbTransaction());

    public class StoreGeneratedNedbFixture : StoreGeneratedFixtureBase
    {
        private static readonly Dictionary<string, string> GumballDefaults = new()
        {
            ["Identity"] = "Banana Joe",
            ["IdentityReadOnlyBeforeSave"] = "Doughnut Sheriff",
            ["IdentityReadOnlyAfterSave"] = "Anton",
            ["AlwaysIdentity"] = "Banana Joe",
            ["AlwaysIdentityReadOnlyBeforeSave"] = "Doughnut Sheriff",
            ["AlwaysIdentityReadOnlyAfterSave"] = "Anton",
            ["Computed"] = "Alan",
            ["ComputedReadOnlyBeforeSave"] = "Carmen",
            ["ComputedReadOnlyAfterSave"] = "Tina Rex",
            ["AlwaysComputed"] = "Alan",
            ["AlwaysComputedReadOnlyBeforeSave"] = "Carmen",
            ["AlwaysComputedReadOnlyAfterSave"] = "Tina Rex",
        };

        protected override string StoreName => "StoreGeneratedTest";

        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;

        public override DbContextOptionsBuilder AddOptions(DbContextOptionsBuilder builder) =>
            builder
                .EnableSensitiveDataLogging()
                .ConfigureWarnings(warnings => warnings
                    .Default(WarningBehavior.Throw)
                    .Ignore(CoreEventId.SensitiveDataLoggingEnabledWarning)
                    .Ignore(RelationalEventId.BoolWithDefaultWarning));

        protected override void OnModelCreating(ModelBuilder modelBuilder, DbContext context)
        {
            foreach (var (property, value) in GumballDefaults)
                modelBuilder.Entity<Gumball>().Property<string>(property).HasDefaultValue(value);
            foreach (var property in typeof(Anais).GetProperties().Where(property => property.Name.StartsWith("On", StringComparison.Ordinal)))
                modelBuilder.Entity<Anais>().Property<string>(property.Name).HasDefaultValue("Rabbit");
            modelBuilder.Entity<WithBackingFields>(b =>
            {
                b.Property(e => e.NullableAsNonNullable).HasComputedColumnSql("1");
                b.Property(e => e.NonNullableAsNullable).HasComputedColumnSql("1");
            });
            modelBuilder.Entity<WithNoBackingFields>(b =>
            {
                b.Property(e => e.TrueDefault).HasDefaultValue(true);
                b.Property(e => e.NonZeroDefault).HasDefaultValue(-1);
                b.Property(e => e.FalseDefault).HasDefaultValue(false);
                b.Property(e => e.ZeroDefault).HasDefaultValue(0);
            });
            modelBuilder.Entity<WithNullableBackingFields>(b =>
            {
                b.Property(e => e.NullableBackedBoolTrueDefault).HasDefaultValue(true);
                b.Property(e => e.NullableBackedIntNonZeroDefault).HasDefaultValue(-1);
                b.Property(e => e.NullableBackedBoolFalseDefault).HasDefaultValue(false);
                b.Property(e => e.NullableBackedIntZeroDefault).HasDefaultValue(0);
            });
            modelBuilder.Entity<WithObjectBackingFields>(b =>
            {
                b.Property(e => e.NullableBackedBoolTrueDefault).HasDefaultValue(true);
                b.Property(e => e.NullableBackedIntNonZeroDefault).HasDefaultValue(-1);
                b.Property(e => e.NullableBackedBoolFalseDefault).HasDefaultValue(false);
                b.Property(e => e.NullableBackedIntZeroDefault).HasDefaultValue(0);
            });
            modelBuilder.Entity<NonStoreGenDependent>().Property(e => e.HasTemp).HasDefaultValue(777);
            base.OnModelCreating(modelBuilder, context);
        }
    }
}

public class TableSplittingNedbTest(NonSharedFixture fixture, ITestOutputHelper output) : TableSplittingTestBase(fixture, output)
{
    protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<Engine>().ToTable("Vehicles").Property(e => e.Computed).HasComputedColumnSql("1");
    }
}

public class TPTTableSplittingNedbTest(NonSharedFixture fixture, ITestOutputHelper output) : TPTTableSplittingTestBase(fixture, output)
{
    protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;

    // In TPT the dependent shares the row of an engine; without one EF updates a row that is not there, with every provider.
    public override Task Can_insert_dependent_with_just_one_parent() =>
        Assert.ThrowsAsync<DbUpdateConcurrencyException>(base.Can_insert_dependent_with_just_one_parent);
}

public class TransactionNedbTest(TransactionNedbTest.TransactionNedbFixture fixture)
    : TransactionTestBase<TransactionNedbTest.TransactionNedbFixture>(fixture)
{
    private const string EverySaveIsOneAtomicCommit = "One SaveChanges is one commit, also without a transaction around it.";

    protected override bool SnapshotSupported => true;

    protected override bool AmbientTransactionsSupported => true;

    protected override bool DirtyReadsOccur => false;

    protected override DbContext CreateContextWithConnectionString() =>
        new(Fixture.AddOptions(
                new DbContextOptionsBuilder()
                    .UseNedb(TestStore.ConnectionString)
                    .ConfigureWarnings(warnings => warnings.Log(RelationalEventId.AmbientTransactionWarning)))
            .UseInternalServiceProvider(Fixture.ServiceProvider).Options);

    [ConditionalTheory(Skip = EverySaveIsOneAtomicCommit)]
    public override Task SaveChanges_can_be_used_with_AutoTransactionsEnabled_false(bool async) =>
        base.SaveChanges_can_be_used_with_AutoTransactionsEnabled_false(async);

    [ConditionalTheory(Skip = EverySaveIsOneAtomicCommit)]
    public override Task SaveChanges_can_be_used_with_AutoTransactionBehavior_Never(bool async) =>
        base.SaveChanges_can_be_used_with_AutoTransactionBehavior_Never(async);

    [ConditionalTheory(Skip = EverySaveIsOneAtomicCommit)]
    public override Task SaveChanges_can_be_used_with_no_savepoint(bool async) => base.SaveChanges_can_be_used_with_no_savepoint(async);

    public class TransactionNedbFixture : TransactionFixtureBase
    {
        protected override ITestStoreFactory TestStoreFactory => NedbFolderTestStoreFactory.Instance;

        public override async Task ReseedAsync()
        {
            using var context = CreateContext();
            context.Set<TransactionCustomer>().RemoveRange(await context.Set<TransactionCustomer>().ToListAsync());
            context.Set<TransactionOrder>().RemoveRange(await context.Set<TransactionOrder>().ToListAsync());
            await context.SaveChangesAsync();
            await SeedAsync(context);
        }

        public override DbContextOptionsBuilder AddOptions(DbContextOptionsBuilder builder) =>
            base.AddOptions(builder).ConfigureWarnings(warnings => warnings.Log(RelationalEventId.AmbientTransactionWarning));
    }
}

public class TwoDatabasesNedbTest(TwoDatabasesNedbTest.TwoDatabasesFixture fixture)
    : TwoDatabasesTestBase(fixture), IClassFixture<TwoDatabasesNedbTest.TwoDatabasesFixture>
{
    protected new TwoDatabasesFixture Fixture => (TwoDatabasesFixture)base.Fixture;

    protected override string DummyConnectionString => "Data Source=DummyDatabase";

    protected override DbContextOptionsBuilder CreateTestOptions(
        DbContextOptionsBuilder optionsBuilder, bool withConnectionString = false, bool withNullConnectionString = false) =>
        withConnectionString
            ? optionsBuilder.UseNedb(withNullConnectionString ? null : DummyConnectionString)
            : optionsBuilder.UseNedb();

    protected override TwoDatabasesWithDataContext CreateBackingContext(string databaseName) =>
        new(Fixture.CreateOptions(NedbTestStore.CreateInFolder(databaseName, shared: false)));

    public class TwoDatabasesFixture : ServiceProviderFixtureBase
    {
        protected override ITestStoreFactory TestStoreFactory => NedbFolderTestStoreFactory.Instance;
    }
}
