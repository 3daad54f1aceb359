using Microsoft.EntityFrameworkCore.Query.Associations.ComplexJson;
using Nedb.EntityFrameworkCore.SpecificationTests.TestUtilities;

namespace Nedb.EntityFrameworkCore.SpecificationTests.Query.Associations;

public class ComplexJsonNedbFixture : ComplexJsonRelationalFixtureBase
{
    protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
}

public class ComplexJsonBulkUpdateNedbTest(ComplexJsonNedbFixture fixture, ITestOutputHelper output)
    : ComplexJsonBulkUpdateRelationalTestBase<ComplexJsonNedbFixture>(fixture, output);

public class ComplexJsonCollectionNedbTest(ComplexJsonNedbFixture fixture, ITestOutputHelper output)
    : ComplexJsonCollectionRelationalTestBase<ComplexJsonNedbFixture>(fixture, output);

public class ComplexJsonMiscellaneousNedbTest(ComplexJsonNedbFixture fixture, ITestOutputHelper output)
    : ComplexJsonMiscellaneousRelationalTestBase<ComplexJsonNedbFixture>(fixture, output);

public class ComplexJsonPrimitiveCollectionNedbTest(ComplexJsonNedbFixture fixture, ITestOutputHelper output)
    : ComplexJsonPrimitiveCollectionRelationalTestBase<ComplexJsonNedbFixture>(fixture, output);

public class ComplexJsonProjectionNedbTest(ComplexJsonNedbFixture fixture, ITestOutputHelper output)
    : ComplexJsonProjectionRelationalTestBase<ComplexJsonNedbFixture>(fixture, output);

public class ComplexJsonSetOperationsNedbTest(ComplexJsonNedbFixture fixture, ITestOutputHelper output)
    : ComplexJsonSetOperationsRelationalTestBase<ComplexJsonNedbFixture>(fixture, output);

public class ComplexJsonStructuralEqualityNedbTest(ComplexJsonNedbFixture fixture, ITestOutputHelper output)
    : ComplexJsonStructuralEqualityRelationalTestBase<ComplexJsonNedbFixture>(fixture, output);
