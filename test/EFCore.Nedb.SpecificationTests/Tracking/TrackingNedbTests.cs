using Nedb.EntityFrameworkCore.SpecificationTests.TestUtilities;

namespace Nedb.EntityFrameworkCore.SpecificationTests.Tracking;

public abstract class F1NedbFixtureBase<TRowVersion> : F1RelationalFixture<TRowVersion>
{
    public override TestHelpers TestHelpers => NedbTestHelpers.Instance;

    protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
}

public class F1NedbFixture : F1NedbFixtureBase<byte[]>;

public class F1ULongNedbFixture : F1NedbFixtureBase<ulong?>
{
    protected override string StoreName => "F1ULongTest";
}

public abstract class OptimisticConcurrencyNedbTestBase<TFixture, TRowVersion>(TFixture fixture)
    : OptimisticConcurrencyRelationalTestBase<TFixture, TRowVersion>(fixture)
    where TFixture : F1RelationalFixture<TRowVersion>, new()
{
    protected override void UseTransaction(DatabaseFacade facade, IDbContextTransaction transaction) =>
        facade.UseTransaction(transaction.GetDbTransaction());
}

public class OptimisticConcurrencyNedbTest(F1NedbFixture fixture) : OptimisticConcurrencyNedbTestBase<F1NedbFixture, byte[]>(fixture);

public class OptimisticConcurrencyULongNedbTest(F1ULongNedbFixture fixture)
    : OptimisticConcurrencyNedbTestBase<F1ULongNedbFixture, ulong?>(fixture);

public class DataBindingNedbTest(F1NedbFixture fixture) : DataBindingTestBase<F1NedbFixture>(fixture);

public class SerializationNedbTest(F1NedbFixture fixture) : SerializationTestBase<F1NedbFixture>(fixture);

public class ComplexTypesTrackingNedbTest(ComplexTypesTrackingNedbTest.NedbFixture fixture, ITestOutputHelper output)
    : ComplexTypesTrackingRelationalTestBase<ComplexTypesTrackingNedbTest.NedbFixture>(fixture, output)
{
    public class NedbFixture : RelationalFixtureBase
    {
        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
    }
}

public class CompositeKeyEndToEndNedbTest(CompositeKeyEndToEndNedbTest.CompositeKeyEndToEndNedbFixture fixture)
    : CompositeKeyEndToEndTestBase<CompositeKeyEndToEndNedbTest.CompositeKeyEndToEndNedbFixture>(fixture)
{
    public class CompositeKeyEndToEndNedbFixture : CompositeKeyEndToEndFixtureBase
    {
        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
    }
}

public class ConcurrencyDetectorDisabledNedbTest(ConcurrencyDetectorDisabledNedbTest.ConcurrencyDetectorNedbFixture fixture)
    : ConcurrencyDetectorDisabledRelationalTestBase<ConcurrencyDetectorDisabledNedbTest.ConcurrencyDetectorNedbFixture>(fixture)
{
    public class ConcurrencyDetectorNedbFixture : ConcurrencyDetectorFixtureBase, ITestSqlLoggerFactory
    {
        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;

        public TestSqlLoggerFactory TestSqlLoggerFactory => (TestSqlLoggerFactory)ListLoggerFactory;

        public override DbContextOptionsBuilder AddOptions(DbContextOptionsBuilder builder) => builder.EnableThreadSafetyChecks(false);
    }
}

public class ConcurrencyDetectorEnabledNedbTest(ConcurrencyDetectorEnabledNedbTest.ConcurrencyDetectorNedbFixture fixture)
    : ConcurrencyDetectorEnabledRelationalTestBase<ConcurrencyDetectorEnabledNedbTest.ConcurrencyDetectorNedbFixture>(fixture)
{
    public class ConcurrencyDetectorNedbFixture : ConcurrencyDetectorFixtureBase, ITestSqlLoggerFactory
    {
        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;

        public TestSqlLoggerFactory TestSqlLoggerFactory => (TestSqlLoggerFactory)ListLoggerFactory;
    }
}

public class KeysWithConvertersNedbTest(KeysWithConvertersNedbTest.KeysWithConvertersNedbFixture fixture)
    : KeysWithConvertersTestBase<KeysWithConvertersNedbTest.KeysWithConvertersNedbFixture>(fixture)
{
    public class KeysWithConvertersNedbFixture : KeysWithConvertersFixtureBase
    {
        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;

        public override DbContextOptionsBuilder AddOptions(DbContextOptionsBuilder builder) => builder.UseNedb(nedb => nedb.MinBatchSize(1));
    }
}

public class ManyToManyTrackingNedbTest(ManyToManyTrackingNedbTest.ManyToManyTrackingNedbFixture fixture)
    : ManyToManyTrackingRelationalTestBase<ManyToManyTrackingNedbTest.ManyToManyTrackingNedbFixture>(fixture)
{
    public class ManyToManyTrackingNedbFixture : ManyToManyTrackingRelationalFixture, ITestSqlLoggerFactory
    {
        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;

        public TestSqlLoggerFactory TestSqlLoggerFactory => (TestSqlLoggerFactory)ListLoggerFactory;

        protected override void OnModelCreating(ModelBuilder modelBuilder, DbContext context)
        {
            base.OnModelCreating(modelBuilder, context);
            Loading.ManyToManyDefaults.Add(modelBuilder);
        }
    }
}

public class MonsterFixupChangedOnlyNedbTest(MonsterFixupChangedOnlyNedbTest.MonsterFixupChangedOnlyNedbFixture fixture)
    : MonsterFixupTestBase<MonsterFixupChangedOnlyNedbTest.MonsterFixupChangedOnlyNedbFixture>(fixture)
{
    public class MonsterFixupChangedOnlyNedbFixture : MonsterFixupChangedOnlyFixtureBase
    {
        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;

        // A part of a key of several properties is numbered where the model says so.
        protected override void OnModelCreating<TMessage, TProduct, TProductPhoto, TProductReview, TComputerDetail, TDimensions>(
            ModelBuilder builder)
        {
            base.OnModelCreating<TMessage, TProduct, TProductPhoto, TProductReview, TComputerDetail, TDimensions>(builder);
            builder.Entity<TMessage>().Property(message => message.MessageId).ValueGeneratedOnAdd();
            builder.Entity<TProductPhoto>().Property(photo => photo.PhotoId).ValueGeneratedOnAdd();
            builder.Entity<TProductReview>().Property(review => review.ReviewId).ValueGeneratedOnAdd();
        }
    }
}

public class NotificationEntitiesNedbTest(NotificationEntitiesNedbTest.NotificationEntitiesNedbFixture fixture)
    : NotificationEntitiesTestBase<NotificationEntitiesNedbTest.NotificationEntitiesNedbFixture>(fixture)
{
    public class NotificationEntitiesNedbFixture : NotificationEntitiesFixtureBase
    {
        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
    }
}

public class OverzealousInitializationNedbTest(OverzealousInitializationNedbTest.OverzealousInitializationNedbFixture fixture)
    : OverzealousInitializationTestBase<OverzealousInitializationNedbTest.OverzealousInitializationNedbFixture>(fixture)
{
    public class OverzealousInitializationNedbFixture : OverzealousInitializationFixtureBase
    {
        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
    }
}

public class PropertyValuesNedbTest(PropertyValuesNedbTest.PropertyValuesNedbFixture fixture)
    : PropertyValuesRelationalTestBase<PropertyValuesNedbTest.PropertyValuesNedbFixture>(fixture)
{
    public class PropertyValuesNedbFixture : PropertyValuesRelationalFixture
    {
        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
    }
}

public class StoreGeneratedFixupNedbTest(StoreGeneratedFixupNedbTest.StoreGeneratedFixupNedbFixture fixture)
    : StoreGeneratedFixupRelationalTestBase<StoreGeneratedFixupNedbTest.StoreGeneratedFixupNedbFixture>(fixture)
{
    protected override bool EnforcesFKs => true;

    protected override void UseTransaction(DatabaseFacade facade, IDbContextTransaction transaction) =>
        facade.UseTransaction(transaction.GetDbTransaction());

    public class StoreGeneratedFixupNedbFixture : StoreGeneratedFixupRelationalFixtureBase
    {
        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
    }
}

public class WithConstructorsNedbTest(WithConstructorsNedbTest.WithConstructorsNedbFixture fixture)
    : WithConstructorsTestBase<WithConstructorsNedbTest.WithConstructorsNedbFixture>(fixture)
{
    protected override void UseTransaction(DatabaseFacade facade, IDbContextTransaction transaction) =>
        facade.UseTransaction(transaction.GetDbTransaction());

    public class WithConstructorsNedbFixture : WithConstructorsFixtureBase
    {
        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;

        protected override void OnModelCreating(ModelBuilder modelBuilder, DbContext context)
        {
            base.OnModelCreating(modelBuilder, context);
            modelBuilder.Entity<BlogQuery>().HasNoKey().ToSqlQuery("SELECT * FROM Blog");
        }
    }
}
