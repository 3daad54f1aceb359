using Nedb.EntityFrameworkCore.SpecificationTests.TestUtilities;

namespace Nedb.EntityFrameworkCore.SpecificationTests.Query;

public class ManyToManyQueryNedbFixture : ManyToManyQueryRelationalFixture
{
    protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
}

public class ManyToManySplitQueryNedbFixture : ManyToManyQueryNedbFixture
{
    protected override string StoreName => "ManyToManySplitQuery";

    public override DbContextOptionsBuilder AddOptions(DbContextOptionsBuilder builder) =>
        base.AddOptions(builder.UseNedb(nedb => nedb.UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery)));
}

public class TPCManyToManyQueryNedbFixture : TPCManyToManyQueryRelationalFixture
{
    protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
}

public class TPTManyToManyQueryNedbFixture : TPTManyToManyQueryRelationalFixture
{
    protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
}

public class ManyToManyNoTrackingQueryNedbTest(ManyToManyQueryNedbFixture fixture)
    : ManyToManyNoTrackingQueryRelationalTestBase<ManyToManyQueryNedbFixture>(fixture);

public class ManyToManyNoTrackingSplitQueryNedbTest(ManyToManySplitQueryNedbFixture fixture)
    : ManyToManyNoTrackingQueryRelationalTestBase<ManyToManySplitQueryNedbFixture>(fixture);

public class ManyToManyQueryNedbTest(ManyToManyQueryNedbFixture fixture)
    : ManyToManyQueryRelationalTestBase<ManyToManyQueryNedbFixture>(fixture);

public class ManyToManySplitQueryNedbTest(ManyToManySplitQueryNedbFixture fixture)
    : ManyToManyQueryRelationalTestBase<ManyToManySplitQueryNedbFixture>(fixture);

public class TPCManyToManyNoTrackingQueryNedbTest(TPCManyToManyQueryNedbFixture fixture)
    : TPCManyToManyNoTrackingQueryRelationalTestBase<TPCManyToManyQueryNedbFixture>(fixture);

public class TPCManyToManyQueryNedbTest(TPCManyToManyQueryNedbFixture fixture)
    : TPCManyToManyQueryRelationalTestBase<TPCManyToManyQueryNedbFixture>(fixture);

public class TPTManyToManyNoTrackingQueryNedbTest(TPTManyToManyQueryNedbFixture fixture)
    : TPTManyToManyNoTrackingQueryRelationalTestBase<TPTManyToManyQueryNedbFixture>(fixture);

public class TPTManyToManyQueryNedbTest(TPTManyToManyQueryNedbFixture fixture)
    : TPTManyToManyQueryRelationalTestBase<TPTManyToManyQueryNedbFixture>(fixture);
