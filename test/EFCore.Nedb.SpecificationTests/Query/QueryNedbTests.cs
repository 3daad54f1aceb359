using Microsoft.EntityFrameworkCore.TestModels.NullSemanticsModel;
using Nedb.EntityFrameworkCore.Infrastructure;
using Nedb.EntityFrameworkCore.SpecificationTests.TestUtilities;

namespace Nedb.EntityFrameworkCore.SpecificationTests.Query;

public class ComplexTypeQueryNedbTest(ComplexTypeQueryNedbTest.ComplexTypeQueryNedbFixture fixture)
    : ComplexTypeQueryRelationalTestBase<ComplexTypeQueryNedbTest.ComplexTypeQueryNedbFixture>(fixture)
{
    public class ComplexTypeQueryNedbFixture : ComplexTypeQueryRelationalFixtureBase
    {
        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
    }
}

public class CompositeKeysQueryNedbFixture : CompositeKeysQueryRelationalFixtureBase
{
    protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
}

public class CompositeKeysQueryNedbTest(CompositeKeysQueryNedbFixture fixture)
    : CompositeKeysQueryRelationalTestBase<CompositeKeysQueryNedbFixture>(fixture);

public class CompositeKeysSplitQueryNedbTest(CompositeKeysQueryNedbFixture fixture)
    : CompositeKeysSplitQueryRelationalTestBase<CompositeKeysQueryNedbFixture>(fixture);

public class Ef6GroupByNedbTest(Ef6GroupByNedbTest.Ef6GroupByNedbFixture fixture)
    : Ef6GroupByTestBase<Ef6GroupByNedbTest.Ef6GroupByNedbFixture>(fixture)
{
    public class Ef6GroupByNedbFixture : Ef6GroupByFixtureBase, ITestSqlLoggerFactory
    {
        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;

        public TestSqlLoggerFactory TestSqlLoggerFactory => (TestSqlLoggerFactory)ListLoggerFactory;
    }
}

public class EntitySplittingQueryNedbTest(NonSharedFixture fixture) : EntitySplittingQueryTestBase(fixture)
{
    protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
}

public class FunkyDataQueryNedbTest(FunkyDataQueryNedbTest.FunkyDataQueryNedbFixture fixture)
    : FunkyDataQueryTestBase<FunkyDataQueryNedbTest.FunkyDataQueryNedbFixture>(fixture)
{
    protected override QueryAsserter CreateQueryAsserter(FunkyDataQueryNedbFixture fixture) =>
        new RelationalQueryAsserter(fixture, RewriteExpectedQueryExpression, RewriteServerQueryExpression);

    public class FunkyDataQueryNedbFixture : FunkyDataQueryFixtureBase, ITestSqlLoggerFactory
    {
        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;

        public TestSqlLoggerFactory TestSqlLoggerFactory => (TestSqlLoggerFactory)ListLoggerFactory;
    }
}

public class IncludeOneToOneNedbTest(IncludeOneToOneNedbTest.OneToOneQueryNedbFixture fixture)
    : IncludeOneToOneTestBase<IncludeOneToOneNedbTest.OneToOneQueryNedbFixture>(fixture)
{
    public class OneToOneQueryNedbFixture : OneToOneQueryFixtureBase, ITestSqlLoggerFactory
    {
        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;

        public TestSqlLoggerFactory TestSqlLoggerFactory => (TestSqlLoggerFactory)ListLoggerFactory;
    }
}

public class NullKeysNedbTest(NullKeysNedbTest.NullKeysNedbFixture fixture)
    : NullKeysTestBase<NullKeysNedbTest.NullKeysNedbFixture>(fixture)
{
    public class NullKeysNedbFixture : NullKeysFixtureBase
    {
        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
    }
}

public class NullSemanticsQueryNedbFixture : NullSemanticsQueryFixtureBase
{
    protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
}

public class NullSemanticsQueryNedbTest(NullSemanticsQueryNedbFixture fixture)
    : NullSemanticsQueryTestBase<NullSemanticsQueryNedbFixture>(fixture)
{
    protected override NullSemanticsContext CreateContext(bool useRelationalNulls = false)
    {
        var options = new DbContextOptionsBuilder(Fixture.CreateOptions());
        if (useRelationalNulls)
            new NedbDbContextOptionsBuilder(options).UseRelationalNulls();
        var context = new NullSemanticsContext(options.Options);
        context.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        return context;
    }
}

public class OperatorsProceduralNedbTest(NonSharedFixture fixture) : OperatorsProceduralQueryTestBase(fixture)
{
    protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
}

public class OperatorsQueryNedbTest(NonSharedFixture fixture) : OperatorsQueryTestBase(fixture)
{
    protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
}

public class OptionalDependentQueryNedbFixture : OptionalDependentQueryFixtureBase
{
    protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
}

public class OptionalDependentQueryNedbTest(OptionalDependentQueryNedbFixture fixture)
    : OptionalDependentQueryTestBase<OptionalDependentQueryNedbFixture>(fixture);

public class OwnedEntityQueryNedbTest(NonSharedFixture fixture) : OwnedEntityQueryRelationalTestBase(fixture)
{
    protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
}

public class OwnedQueryNedbTest(OwnedQueryNedbTest.OwnedQueryNedbFixture fixture)
    : OwnedQueryRelationalTestBase<OwnedQueryNedbTest.OwnedQueryNedbFixture>(fixture)
{
    public class OwnedQueryNedbFixture : RelationalOwnedQueryFixture
    {
        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
    }
}

public class NonSharedPrimitiveCollectionsQueryNedbTest(NonSharedFixture fixture) : NonSharedPrimitiveCollectionsQueryRelationalTestBase(fixture)
{
    protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;

    protected override DbContextOptionsBuilder SetParameterizedCollectionMode(
        DbContextOptionsBuilder optionsBuilder, ParameterTranslationMode parameterizedCollectionMode)
    {
        new NedbDbContextOptionsBuilder(optionsBuilder).UseParameterizedCollectionMode(parameterizedCollectionMode);
        return optionsBuilder;
    }
}

public class PrimitiveCollectionsQueryNedbTest(PrimitiveCollectionsQueryNedbTest.PrimitiveCollectionsQueryNedbFixture fixture)
    : PrimitiveCollectionsQueryRelationalTestBase<PrimitiveCollectionsQueryNedbTest.PrimitiveCollectionsQueryNedbFixture>(fixture)
{
    public class PrimitiveCollectionsQueryNedbFixture : PrimitiveCollectionsQueryFixtureBase, ITestSqlLoggerFactory
    {
        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;

        public TestSqlLoggerFactory TestSqlLoggerFactory => (TestSqlLoggerFactory)ListLoggerFactory;
    }
}

public class QueryFilterFuncletizationNedbTest(QueryFilterFuncletizationNedbTest.QueryFilterFuncletizationNedbFixture fixture)
    : QueryFilterFuncletizationTestBase<QueryFilterFuncletizationNedbTest.QueryFilterFuncletizationNedbFixture>(fixture)
{
    public class QueryFilterFuncletizationNedbFixture : QueryFilterFuncletizationRelationalFixture
    {
        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
    }
}

public class SharedTypeQueryNedbTest(NonSharedFixture fixture) : SharedTypeQueryRelationalTestBase(fixture)
{
    protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
}

public class ToSqlQueryNedbTest(NonSharedFixture fixture) : ToSqlQueryTestBase(fixture)
{
    protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
}
