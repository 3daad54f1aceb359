using Microsoft.EntityFrameworkCore.BulkUpdates;
using Nedb.EntityFrameworkCore.SpecificationTests.TestModels;
using Nedb.EntityFrameworkCore.SpecificationTests.TestUtilities;

namespace Nedb.EntityFrameworkCore.SpecificationTests.BulkUpdates;

public class NonSharedModelBulkUpdatesNedbTest(NonSharedFixture fixture) : NonSharedModelBulkUpdatesRelationalTestBase(fixture)
{
    protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
}

public class NorthwindBulkUpdatesNedbFixture<TModelCustomizer> : NorthwindBulkUpdatesRelationalFixture<TModelCustomizer>
    where TModelCustomizer : ITestModelCustomizer, new()
{
    protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;

    protected override Type ContextType => typeof(NorthwindNedbContext);
}

public class NorthwindBulkUpdatesNedbTest(NorthwindBulkUpdatesNedbFixture<NoopModelCustomizer> fixture, ITestOutputHelper output)
    : NorthwindBulkUpdatesRelationalTestBase<NorthwindBulkUpdatesNedbFixture<NoopModelCustomizer>>(fixture, output);

public class TPCInheritanceBulkUpdatesNedbFixture : TPCInheritanceBulkUpdatesFixture
{
    protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;

    // Keys shared by several tables would have to come from a sequence; the caller sets them.
    public override bool UseGeneratedKeys => false;
}

public class TPCFiltersInheritanceBulkUpdatesNedbFixture : TPCInheritanceBulkUpdatesNedbFixture
{
    public override bool EnableFilters => true;
}

public class TPCInheritanceBulkUpdatesNedbTest(TPCInheritanceBulkUpdatesNedbFixture fixture, ITestOutputHelper output)
    : TPCInheritanceBulkUpdatesTestBase<TPCInheritanceBulkUpdatesNedbFixture>(fixture, output)
{
    protected override void ClearLog() => Fixture.TestSqlLoggerFactory.Clear();
}

public class TPCFiltersInheritanceBulkUpdatesNedbTest(TPCFiltersInheritanceBulkUpdatesNedbFixture fixture, ITestOutputHelper output)
    : TPCFiltersInheritanceBulkUpdatesTestBase<TPCFiltersInheritanceBulkUpdatesNedbFixture>(fixture, output)
{
    protected override void ClearLog() => Fixture.TestSqlLoggerFactory.Clear();
}

public class TPHInheritanceBulkUpdatesNedbFixture : TPHInheritanceBulkUpdatesFixture
{
    protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
}

public class TPHFiltersInheritanceBulkUpdatesNedbFixture : TPHInheritanceBulkUpdatesNedbFixture
{
    public override bool EnableFilters => true;
}

public class TPHInheritanceBulkUpdatesNedbTest(TPHInheritanceBulkUpdatesNedbFixture fixture, ITestOutputHelper output)
    : TPHInheritanceBulkUpdatesTestBase<TPHInheritanceBulkUpdatesNedbFixture>(fixture, output)
{
    protected override void ClearLog() => Fixture.TestSqlLoggerFactory.Clear();
}

public class TPHFiltersInheritanceBulkUpdatesNedbTest(TPHFiltersInheritanceBulkUpdatesNedbFixture fixture, ITestOutputHelper output)
    : FiltersInheritanceBulkUpdatesRelationalTestBase<TPHFiltersInheritanceBulkUpdatesNedbFixture>(fixture, output)
{
    protected override void ClearLog() => Fixture.TestSqlLoggerFactory.Clear();
}

public class TPTInheritanceBulkUpdatesNedbFixture : TPTInheritanceBulkUpdatesFixture
{
    protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
}

public class TPTFiltersInheritanceBulkUpdatesNedbFixture : TPTInheritanceBulkUpdatesNedbFixture
{
    public override bool EnableFilters => true;
}

public class TPTInheritanceBulkUpdatesNedbTest(TPTInheritanceBulkUpdatesNedbFixture fixture, ITestOutputHelper output)
    : TPTInheritanceBulkUpdatesTestBase<TPTInheritanceBulkUpdatesNedbFixture>(fixture, output)
{
    protected override void ClearLog() => Fixture.TestSqlLoggerFactory.Clear();
}

public class TPTFiltersInheritanceBulkUpdatesNedbTest(TPTFiltersInheritanceBulkUpdatesNedbFixture fixture, ITestOutputHelper output)
    : TPTFiltersInheritanceBulkUpdatesTestBase<TPTFiltersInheritanceBulkUpdatesNedbFixture>(fixture, output)
{
    protected override void ClearLog() => Fixture.TestSqlLoggerFactory.Clear();
}
