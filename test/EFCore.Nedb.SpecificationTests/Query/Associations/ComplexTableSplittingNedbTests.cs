using Microsoft.EntityFrameworkCore.Query.Associations;
using Microsoft.EntityFrameworkCore.Query.Associations.ComplexTableSplitting;
using Nedb.EntityFrameworkCore.SpecificationTests.TestUtilities;

namespace Nedb.EntityFrameworkCore.SpecificationTests.Query.Associations;

public class ComplexTableSplittingNedbFixture : ComplexTableSplittingRelationalFixtureBase
{
    protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
}

public class ComplexTableSplittingBulkUpdateNedbTest(ComplexTableSplittingNedbFixture fixture, ITestOutputHelper output)
    : ComplexTableSplittingBulkUpdateRelationalTestBase<ComplexTableSplittingNedbFixture>(fixture, output)
{
    // Others cannot do it; Nedb updates all of the seven but the first.
    public override Task Update_property_on_projected_associate_with_OrderBy_Skip() => AssertUpdate(
        sets => sets.Set<RootEntity>().Select(root => root.RequiredAssociate).OrderBy(associate => associate.String).Skip(1),
        associate => associate,
        set => set.SetProperty(associate => associate.String, "foo_updated"),
        rowsAffectedCount: 6);
}

public class ComplexTableSplittingMiscellaneousNedbTest(ComplexTableSplittingNedbFixture fixture, ITestOutputHelper output)
    : ComplexTableSplittingMiscellaneousRelationalTestBase<ComplexTableSplittingNedbFixture>(fixture, output);

public class ComplexTableSplittingPrimitiveCollectionNedbTest(ComplexTableSplittingNedbFixture fixture, ITestOutputHelper output)
    : ComplexTableSplittingPrimitiveCollectionRelationalTestBase<ComplexTableSplittingNedbFixture>(fixture, output);

public class ComplexTableSplittingProjectionNedbTest(ComplexTableSplittingNedbFixture fixture, ITestOutputHelper output)
    : ComplexTableSplittingProjectionRelationalTestBase<ComplexTableSplittingNedbFixture>(fixture, output);

public class ComplexTableSplittingStructuralEqualityNedbTest(ComplexTableSplittingNedbFixture fixture, ITestOutputHelper output)
    : ComplexTableSplittingStructuralEqualityRelationalTestBase<ComplexTableSplittingNedbFixture>(fixture, output);
