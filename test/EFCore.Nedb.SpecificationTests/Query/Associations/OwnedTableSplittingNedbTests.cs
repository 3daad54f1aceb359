using Microsoft.EntityFrameworkCore.Query.Associations.OwnedTableSplitting;
using Nedb.EntityFrameworkCore.SpecificationTests.TestUtilities;

namespace Nedb.EntityFrameworkCore.SpecificationTests.Query.Associations;

public class OwnedTableSplittingNedbFixture : OwnedTableSplittingRelationalFixtureBase
{
    protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
}

public class OwnedTableSplittingMiscellaneousNedbTest(OwnedTableSplittingNedbFixture fixture, ITestOutputHelper output)
    : OwnedTableSplittingMiscellaneousRelationalTestBase<OwnedTableSplittingNedbFixture>(fixture, output);

public class OwnedTableSplittingPrimitiveCollectionNedbTest(OwnedTableSplittingNedbFixture fixture, ITestOutputHelper output)
    : OwnedTableSplittingPrimitiveCollectionRelationalTestBase<OwnedTableSplittingNedbFixture>(fixture, output);

public class OwnedTableSplittingProjectionNedbTest(OwnedTableSplittingNedbFixture fixture, ITestOutputHelper output)
    : OwnedTableSplittingProjectionRelationalTestBase<OwnedTableSplittingNedbFixture>(fixture, output);

public class OwnedTableSplittingStructuralEqualityNedbTest(OwnedTableSplittingNedbFixture fixture, ITestOutputHelper output)
    : OwnedTableSplittingStructuralEqualityRelationalTestBase<OwnedTableSplittingNedbFixture>(fixture, output);
