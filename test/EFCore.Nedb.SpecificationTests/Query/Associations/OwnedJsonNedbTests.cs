using Microsoft.EntityFrameworkCore.Query.Associations.OwnedJson;
using Nedb.EntityFrameworkCore.SpecificationTests.TestUtilities;

namespace Nedb.EntityFrameworkCore.SpecificationTests.Query.Associations;

public class OwnedJsonNedbFixture : OwnedJsonRelationalFixtureBase
{
    protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
}

public class OwnedJsonBulkUpdateNedbTest(OwnedJsonNedbFixture fixture, ITestOutputHelper output)
    : OwnedJsonBulkUpdateRelationalTestBase<OwnedJsonNedbFixture>(fixture, output);

public class OwnedJsonCollectionNedbTest(OwnedJsonNedbFixture fixture, ITestOutputHelper output)
    : OwnedJsonCollectionRelationalTestBase<OwnedJsonNedbFixture>(fixture, output);

public class OwnedJsonMiscellaneousNedbTest(OwnedJsonNedbFixture fixture, ITestOutputHelper output)
    : OwnedJsonMiscellaneousRelationalTestBase<OwnedJsonNedbFixture>(fixture, output);

public class OwnedJsonPrimitiveCollectionNedbTest(OwnedJsonNedbFixture fixture, ITestOutputHelper output)
    : OwnedJsonPrimitiveCollectionRelationalTestBase<OwnedJsonNedbFixture>(fixture, output);

public class OwnedJsonProjectionNedbTest(OwnedJsonNedbFixture fixture, ITestOutputHelper output)
    : OwnedJsonProjectionRelationalTestBase<OwnedJsonNedbFixture>(fixture, output);

public class OwnedJsonStructuralEqualityNedbTest(OwnedJsonNedbFixture fixture, ITestOutputHelper output)
    : OwnedJsonStructuralEqualityRelationalTestBase<OwnedJsonNedbFixture>(fixture, output);
