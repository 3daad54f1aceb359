using Microsoft.EntityFrameworkCore.Query.Associations.Navigations;
using Nedb.EntityFrameworkCore.SpecificationTests.TestUtilities;

namespace Nedb.EntityFrameworkCore.SpecificationTests.Query.Associations;

public class NavigationsNedbFixture : NavigationsRelationalFixtureBase
{
    protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
}

public class NavigationsCollectionNedbTest(NavigationsNedbFixture fixture, ITestOutputHelper output)
    : NavigationsCollectionRelationalTestBase<NavigationsNedbFixture>(fixture, output);

public class NavigationsIncludeNedbTest(NavigationsNedbFixture fixture, ITestOutputHelper output)
    : NavigationsIncludeRelationalTestBase<NavigationsNedbFixture>(fixture, output);

public class NavigationsMiscellaneousNedbTest(NavigationsNedbFixture fixture, ITestOutputHelper output)
    : NavigationsMiscellaneousRelationalTestBase<NavigationsNedbFixture>(fixture, output);

public class NavigationsPrimitiveCollectionNedbTest(NavigationsNedbFixture fixture, ITestOutputHelper output)
    : NavigationsPrimitiveCollectionRelationalTestBase<NavigationsNedbFixture>(fixture, output);

public class NavigationsProjectionNedbTest(NavigationsNedbFixture fixture, ITestOutputHelper output)
    : NavigationsProjectionRelationalTestBase<NavigationsNedbFixture>(fixture, output);

public class NavigationsSetOperationsNedbTest(NavigationsNedbFixture fixture, ITestOutputHelper output)
    : NavigationsSetOperationsRelationalTestBase<NavigationsNedbFixture>(fixture, output);

public class NavigationsStructuralEqualityNedbTest(NavigationsNedbFixture fixture, ITestOutputHelper output)
    : NavigationsStructuralEqualityRelationalTestBase<NavigationsNedbFixture>(fixture, output);
