using Nedb.EntityFrameworkCore.SpecificationTests.TestUtilities;

namespace Nedb.EntityFrameworkCore.SpecificationTests.Tracking;

public abstract class FindNedbTest(FindNedbTest.FindNedbFixture fixture) : FindTestBase<FindNedbTest.FindNedbFixture>(fixture)
{
    public class FindNedbTestSet(FindNedbFixture fixture) : FindNedbTest(fixture)
    {
        protected override TestFinder Finder { get; } = new FindViaSetFinder();
    }

    public class FindNedbTestContext(FindNedbFixture fixture) : FindNedbTest(fixture)
    {
        protected override TestFinder Finder { get; } = new FindViaContextFinder();
    }

    public class FindNedbTestNonGeneric(FindNedbFixture fixture) : FindNedbTest(fixture)
    {
        protected override TestFinder Finder { get; } = new FindViaNonGenericContextFinder();
    }

    public class FindNedbFixture : FindFixtureBase
    {
        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
    }
}
