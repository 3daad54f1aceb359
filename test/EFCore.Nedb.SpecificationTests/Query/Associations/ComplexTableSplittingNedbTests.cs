using Microsoft.EntityFrameworkCore.Query.Associations.ComplexTableSplitting;
using Nedb.EntityFrameworkCore.SpecificationTests.TestUtilities;

namespace Nedb.EntityFrameworkCore.SpecificationTests.Query.Associations;

public class ComplexTableSplittingNedbFixture : ComplexTableSplittingRelationalFixtureBase
{
    protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
}

public class ComplexTableSplittingBulkUpdateNedbTest(ComplexTableSplittingNedbFixture fixture, ITestOutputHelper output)
    : ComplexTableSplittingBulkUpdateRelationalTestBase<ComplexTableSplittingNedbFixture>(fixture, output);

public class ComplexTableSplittingMiscellaneousNedbTest(ComplexTableSplittingNedbFixture fixture, ITestOutputHelper output)
    : ComplexTableSplittingMiscellaneousRelationalTestBase<ComplexTableSplittingNedbFixture>(fixture, output);

public class ComplexTableSplittingPrimitiveCollectionNedbTest(ComplexTableSplittingNedbFixture fixture, ITestOutputHelper output)
    : ComplexTableSplittingPrimitiveCollectionRelationalTestBase<ComplexTableSplittingNedbFixture>(fixture, output);

public class ComplexTableSplittingProjectionNedbTest(ComplexTableSplittingNedbFixture fixture, ITestOutputHelper output)
    : ComplexTableSplittingProjectionRelationalTestBase<ComplexTableSplittingNedbFixture>(fixture, output);

public class ComplexTableSplittingStructuralEqualityNedbTest(ComplexTableSplittingNedbFixture fixture, ITestOutputHelper output)
    : ComplexTableSplittingStructuralEqualityRelationalTestBase<ComplexTableSplittingNedbFixture>(fixture, output);
