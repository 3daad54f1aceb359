using Microsoft.EntityFrameworkCore.TestModels.ManyToManyModel;
using Nedb.EntityFrameworkCore.SpecificationTests.TestUtilities;

namespace Nedb.EntityFrameworkCore.SpecificationTests.Loading;

public class LoadNedbTest(LoadNedbTest.LoadNedbFixture fixture)
    : LoadTestBase<LoadNedbTest.LoadNedbFixture>(fixture)
{
    public class LoadNedbFixture : LoadFixtureBase
    {
        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
    }
}

public class FieldsOnlyLoadNedbTest(FieldsOnlyLoadNedbTest.FieldsOnlyLoadNedbFixture fixture)
    : FieldsOnlyLoadTestBase<FieldsOnlyLoadNedbTest.FieldsOnlyLoadNedbFixture>(fixture)
{
    public class FieldsOnlyLoadNedbFixture : FieldsOnlyLoadFixtureBase
    {
        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
    }
}

public class LazyLoadProxyNedbTest(LazyLoadProxyNedbTest.LoadNedbFixture fixture)
    : LazyLoadProxyRelationalTestBase<LazyLoadProxyNedbTest.LoadNedbFixture>(fixture)
{
    // A decimal keeps the digits that were saved, where the suite expects two behind the point.
    protected override string SerializedBlogs1 => base.SerializedBlogs1.Replace("\"Charge\": 1.00", "\"Charge\": 1.0", StringComparison.Ordinal);

    protected override string SerializedBlogs2 => base.SerializedBlogs2.Replace("\"Charge\": 1.00", "\"Charge\": 1.0", StringComparison.Ordinal);

    public class LoadNedbFixture : LoadRelationalFixtureBase
    {
        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;

        public override DbContextOptionsBuilder AddOptions(DbContextOptionsBuilder builder) => base.AddOptions(builder.UseLazyLoadingProxies());
    }
}

public class ManyToManyFieldsLoadNedbTest(ManyToManyFieldsLoadNedbTest.ManyToManyFieldsLoadNedbFixture fixture)
    : ManyToManyFieldsLoadTestBase<ManyToManyFieldsLoadNedbTest.ManyToManyFieldsLoadNedbFixture>(fixture)
{
    public class ManyToManyFieldsLoadNedbFixture : ManyToManyFieldsLoadFixtureBase, ITestSqlLoggerFactory
    {
        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;

        public TestSqlLoggerFactory TestSqlLoggerFactory => (TestSqlLoggerFactory)ListLoggerFactory;

        protected override void OnModelCreating(ModelBuilder modelBuilder, DbContext context)
        {
            base.OnModelCreating(modelBuilder, context);
            ManyToManyDefaults.AddToFields(modelBuilder);
        }
    }
}

public class ManyToManyLoadNedbTest(ManyToManyLoadNedbTest.ManyToManyLoadNedbFixture fixture)
    : ManyToManyLoadTestBase<ManyToManyLoadNedbTest.ManyToManyLoadNedbFixture>(fixture)
{
    public class ManyToManyLoadNedbFixture : ManyToManyLoadFixtureBase, ITestSqlLoggerFactory
    {
        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;

        public TestSqlLoggerFactory TestSqlLoggerFactory => (TestSqlLoggerFactory)ListLoggerFactory;

        protected override void OnModelCreating(ModelBuilder modelBuilder, DbContext context)
        {
            base.OnModelCreating(modelBuilder, context);
            ManyToManyDefaults.Add(modelBuilder);
        }
    }
}

public class ManyToManyLoadProxyNedbTest(ManyToManyLoadProxyNedbTest.ManyToManyLoadProxyNedbFixture fixture)
    : ManyToManyLoadTestBase<ManyToManyLoadProxyNedbTest.ManyToManyLoadProxyNedbFixture>(fixture)
{
    protected override bool ExpectLazyLoading => true;

    public class ManyToManyLoadProxyNedbFixture : ManyToManyLoadFixtureBase, ITestSqlLoggerFactory
    {
        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;

        public TestSqlLoggerFactory TestSqlLoggerFactory => (TestSqlLoggerFactory)ListLoggerFactory;

        protected override string StoreName => "ManyToManyLoadProxies";

        public override DbContextOptionsBuilder AddOptions(DbContextOptionsBuilder builder) =>
            base.AddOptions(builder).UseLazyLoadingProxies();

        protected override IServiceCollection AddServices(IServiceCollection serviceCollection) =>
            base.AddServices(serviceCollection.AddEntityFrameworkProxies());

        protected override void OnModelCreating(ModelBuilder modelBuilder, DbContext context)
        {
            base.OnModelCreating(modelBuilder, context);
            ManyToManyDefaults.Add(modelBuilder);
        }
    }
}

public class NonLoadingNavigationsManyToManyLoadNedbTest(NonLoadingNavigationsManyToManyLoadNedbTest.NonLoadingNavigationsManyToManyLoadNedbFixture fixture)
    : ManyToManyLoadTestBase<NonLoadingNavigationsManyToManyLoadNedbTest.NonLoadingNavigationsManyToManyLoadNedbFixture>(fixture)
{
    public class NonLoadingNavigationsManyToManyLoadNedbFixture : ManyToManyLoadFixtureBase, ITestSqlLoggerFactory
    {
        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;

        public TestSqlLoggerFactory TestSqlLoggerFactory => (TestSqlLoggerFactory)ListLoggerFactory;

        protected override string StoreName => "NonLoadingNavigationsManyToMany";

        public override DbContextOptionsBuilder AddOptions(DbContextOptionsBuilder builder) =>
            base.AddOptions(builder).UseLazyLoadingProxies();

        protected override IServiceCollection AddServices(IServiceCollection serviceCollection) =>
            base.AddServices(serviceCollection.AddEntityFrameworkProxies());

        protected override void OnModelCreating(ModelBuilder modelBuilder, DbContext context)
        {
            base.OnModelCreating(modelBuilder, context);
            ManyToManyDefaults.Add(modelBuilder);
            foreach (var type in new[] { typeof(EntityOne), typeof(EntityCompositeKey) })
            {
                var entityType = modelBuilder.Entity(type).Metadata;
                foreach (var navigation in entityType.GetNavigations().Cast<IMutableNavigationBase>().Concat(entityType.GetSkipNavigations()))
                    navigation.SetLazyLoadingEnabled(false);
            }
        }
    }
}
