using Microsoft.EntityFrameworkCore.Query.Associations.OwnedNavigations;
using Nedb.EntityFrameworkCore.SpecificationTests.TestUtilities;

namespace Nedb.EntityFrameworkCore.SpecificationTests.Query.Associations;

public class OwnedNavigationsNedbFixture : OwnedNavigationsRelationalFixtureBase
{
    protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
}

public class OwnedNavigationsCollectionNedbTest(OwnedNavigationsNedbFixture fixture, ITestOutputHelper output)
    : OwnedNavigationsCollectionRelationalTestBase<OwnedNavigationsNedbFixture>(fixture, output);

public class OwnedNavigationsMiscellaneousNedbTest(OwnedNavigationsNedbFixture fixture, ITestOutputHelper output)
    : OwnedNavigationsMiscellaneousRelationalTestBase<OwnedNavigationsNedbFixture>(fixture, output);

public class OwnedNavigationsPrimitiveCollectionNedbTest(OwnedNavigationsNedbFixture fixture, ITestOutputHelper output)
    : OwnedNavigationsPrimitiveCollectionRelationalTestBase<OwnedNavigationsNedbFixture>(fixture, output);

public class OwnedNavigationsProjectionNedbTest(OwnedNavigationsNedbFixture fixture, ITestOutputHelper output)
    : OwnedNavigationsProjectionRelationalTestBase<OwnedNavigationsNedbFixture>(fixture, output);

public class OwnedNavigationsSetOperationsNedbTest(OwnedNavigationsNedbFixture fixture, ITestOutputHelper output)
    : OwnedNavigationsSetOperationsRelationalTestBase<OwnedNavigationsNedbFixture>(fixture, output)
{
    // EF lets this query of owned collections pass that it should refuse, as it does for other providers (dotnet/efcore#33485).
    public override Task Over_associate_collection_projected(QueryTrackingBehavior queryTrackingBehavior) =>
        Assert.ThrowsAnyAsync<Exception>(() => base.Over_associate_collection_projected(queryTrackingBehavior));
}

public class OwnedNavigationsStructuralEqualityNedbTest(OwnedNavigationsNedbFixture fixture, ITestOutputHelper output)
    : OwnedNavigationsStructuralEqualityRelationalTestBase<OwnedNavigationsNedbFixture>(fixture, output);
