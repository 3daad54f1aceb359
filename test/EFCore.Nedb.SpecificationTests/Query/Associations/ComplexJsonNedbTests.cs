using Microsoft.EntityFrameworkCore.Query.Associations;
using Microsoft.EntityFrameworkCore.Query.Associations.ComplexJson;
using Nedb.EntityFrameworkCore.SpecificationTests.TestUtilities;

namespace Nedb.EntityFrameworkCore.SpecificationTests.Query.Associations;

public class ComplexJsonNedbFixture : ComplexJsonRelationalFixtureBase
{
    protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
}

public class ComplexJsonBulkUpdateNedbTest(ComplexJsonNedbFixture fixture, ITestOutputHelper output)
    : ComplexJsonBulkUpdateRelationalTestBase<ComplexJsonNedbFixture>(fixture, output)
{
    // Others cannot do it; Nedb updates all of the seven but the first.
    public override Task Update_property_on_projected_associate_with_OrderBy_Skip() => AssertUpdate(
        sets => sets.Set<RootEntity>().Select(root => root.RequiredAssociate).OrderBy(associate => associate.String).Skip(1),
        associate => associate,
        set => set.SetProperty(associate => associate.String, "foo_updated"),
        rowsAffectedCount: 6);
}

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
