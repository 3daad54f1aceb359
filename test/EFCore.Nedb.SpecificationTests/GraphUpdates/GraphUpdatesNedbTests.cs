using Nedb.EntityFrameworkCore.SpecificationTests.TestUtilities;

namespace Nedb.EntityFrameworkCore.SpecificationTests.GraphUpdates;

public abstract class GraphUpdatesNedbTestBase<TFixture>(TFixture fixture) : GraphUpdatesTestBase<TFixture>(fixture)
    where TFixture : GraphUpdatesNedbTestBase<TFixture>.GraphUpdatesNedbFixtureBase, new()
{
    protected override IQueryable<Root> ModifyQueryRoot(IQueryable<Root> query) => query.AsSplitQuery();

    protected override void UseTransaction(DatabaseFacade facade, IDbContextTransaction transaction) =>
        facade.UseTransaction(transaction.GetDbTransaction());

    public abstract class GraphUpdatesNedbFixtureBase : GraphUpdatesFixtureBase
    {
        public TestSqlLoggerFactory TestSqlLoggerFactory => (TestSqlLoggerFactory)ListLoggerFactory;

        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;

        public override bool AutoDetectChanges => false;

        public override PoolableDbContext CreateContext()
        {
            var context = base.CreateContext();
            context.ChangeTracker.AutoDetectChangesEnabled = AutoDetectChanges;
            return context;
        }

        protected override void OnModelCreating(ModelBuilder modelBuilder, DbContext context)
        {
            base.OnModelCreating(modelBuilder, context);
            AddDefaultValues(modelBuilder);
        }

        // The values that the tests expect the database to fill in.
        private static void AddDefaultValues(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity<AccessState>(b =>
            {
                b.Property(e => e.AccessStateId).ValueGeneratedNever();
                b.HasData(new AccessState { AccessStateId = 1 });
            });
            modelBuilder.Entity<Cruiser>(b =>
            {
                b.Property(e => e.IdUserState).HasDefaultValue(1);
                b.HasOne(e => e.UserState).WithMany(e => e.Users).HasForeignKey(e => e.IdUserState);
            });
            modelBuilder.Entity<AccessStateWithSentinel>(b =>
            {
                b.Property(e => e.AccessStateWithSentinelId).ValueGeneratedNever();
                b.HasData(new AccessStateWithSentinel { AccessStateWithSentinelId = 1 });
            });
            modelBuilder.Entity<CruiserWithSentinel>(b =>
            {
                b.Property(e => e.IdUserState).HasDefaultValue(1).HasSentinel(667);
                b.HasOne(e => e.UserState).WithMany(e => e.Users).HasForeignKey(e => e.IdUserState);
            });
            modelBuilder.Entity<SomethingOfCategoryA>().Property<int>("CategoryId").HasDefaultValue(1);
            modelBuilder.Entity<SomethingOfCategoryB>().Property(e => e.CategoryId).HasDefaultValue(2);
            modelBuilder.Entity<CompositeKeyWith<int>>().Property(e => e.PrimaryGroup).HasDefaultValue(1).HasSentinel(1);
            modelBuilder.Entity<CompositeKeyWith<bool>>().Property(e => e.PrimaryGroup).HasDefaultValue(true);
            modelBuilder.Entity<CompositeKeyWith<bool?>>().Property(e => e.PrimaryGroup).HasDefaultValue(true);
        }
    }
}

/// <summary>The suites of entities that tell of their changes. Two tests need collections that do too, and have lists.</summary>
public abstract class NotifyingGraphUpdatesNedbTestBase<TFixture>(TFixture fixture) : GraphUpdatesNedbTestBase<TFixture>(fixture)
    where TFixture : GraphUpdatesNedbTestBase<TFixture>.GraphUpdatesNedbFixtureBase, new()
{
    private const string OwnedListsDoNotNotify = "EF refuses the model's owned lists: they do not implement INotifyCollectionChanged.";

    [ConditionalTheory(Skip = OwnedListsDoNotNotify)]
    public override Task Clearing_shadow_key_owned_collection_throws(bool async, bool useUpdate, bool addNew) =>
        base.Clearing_shadow_key_owned_collection_throws(async, useUpdate, addNew);

    [ConditionalTheory(Skip = OwnedListsDoNotNotify)]
    public override Task Clearing_CLR_key_owned_collection(bool async, bool useUpdate, bool addNew) =>
        base.Clearing_CLR_key_owned_collection(async, useUpdate, addNew);
}

public class GraphUpdatesNedbChangedChangingNotificationsTest(GraphUpdatesNedbChangedChangingNotificationsTest.NedbFixture fixture) : NotifyingGraphUpdatesNedbTestBase<GraphUpdatesNedbChangedChangingNotificationsTest.NedbFixture>(fixture)
{
    public class NedbFixture : GraphUpdatesNedbFixtureBase
    {
        protected override string StoreName => "GraphUpdatesChangedChangingTest";

        protected override void OnModelCreating(ModelBuilder modelBuilder, DbContext context)
        {
            modelBuilder.HasChangeTrackingStrategy(ChangeTrackingStrategy.ChangingAndChangedNotifications);
            base.OnModelCreating(modelBuilder, context);
        }
    }
}

public class GraphUpdatesNedbChangedNotificationsTest(GraphUpdatesNedbChangedNotificationsTest.NedbFixture fixture) : NotifyingGraphUpdatesNedbTestBase<GraphUpdatesNedbChangedNotificationsTest.NedbFixture>(fixture)
{
    public class NedbFixture : GraphUpdatesNedbFixtureBase
    {
        protected override string StoreName => "GraphUpdatesChangedTest";

        protected override void OnModelCreating(ModelBuilder modelBuilder, DbContext context)
        {
            modelBuilder.HasChangeTrackingStrategy(ChangeTrackingStrategy.ChangedNotifications);
            base.OnModelCreating(modelBuilder, context);
        }
    }
}

public class GraphUpdatesNedbFullWithOriginalsNotificationsTest(GraphUpdatesNedbFullWithOriginalsNotificationsTest.NedbFixture fixture) : NotifyingGraphUpdatesNedbTestBase<GraphUpdatesNedbFullWithOriginalsNotificationsTest.NedbFixture>(fixture)
{
    public class NedbFixture : GraphUpdatesNedbFixtureBase
    {
        protected override string StoreName => "GraphUpdatesFullWithOriginalsTest";

        protected override void OnModelCreating(ModelBuilder modelBuilder, DbContext context)
        {
            modelBuilder.HasChangeTrackingStrategy(ChangeTrackingStrategy.ChangingAndChangedNotificationsWithOriginalValues);
            base.OnModelCreating(modelBuilder, context);
        }
    }
}

public class GraphUpdatesNedbSnapshotNotificationsTest(GraphUpdatesNedbSnapshotNotificationsTest.NedbFixture fixture) : GraphUpdatesNedbTestBase<GraphUpdatesNedbSnapshotNotificationsTest.NedbFixture>(fixture)
{
    public class NedbFixture : GraphUpdatesNedbFixtureBase
    {
        protected override string StoreName => "GraphUpdatesSnapshotTest";

        public override bool AutoDetectChanges => true;

        protected override void OnModelCreating(ModelBuilder modelBuilder, DbContext context)
        {
            modelBuilder.HasChangeTrackingStrategy(ChangeTrackingStrategy.Snapshot);
            base.OnModelCreating(modelBuilder, context);
        }
    }
}
