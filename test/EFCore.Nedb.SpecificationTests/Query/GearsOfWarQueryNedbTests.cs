using Microsoft.EntityFrameworkCore.TestModels.GearsOfWarModel;
using Nedb.EntityFrameworkCore.SpecificationTests.TestUtilities;

namespace Nedb.EntityFrameworkCore.SpecificationTests.Query;

public class GearsOfWarQueryNedbFixture : GearsOfWarQueryRelationalFixture
{
    protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
}

public class TPCGearsOfWarQueryNedbFixture : TPCGearsOfWarQueryRelationalFixture
{
    protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
}

public class TPTGearsOfWarQueryNedbFixture : TPTGearsOfWarQueryRelationalFixture
{
    protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
}

public class GearsOfWarQueryNedbTest(GearsOfWarQueryNedbFixture fixture)
    : GearsOfWarQueryRelationalTestBase<GearsOfWarQueryNedbFixture>(fixture)
{
    // Ticks are computed in the database, where EF's relational suite expects a refusal.
    public override async Task Client_eval_followed_by_aggregate_operation(bool async)
    {
        await AssertSum(async, ss => ss.Set<Mission>().Select(m => m.Duration.Ticks));
        await AssertAverage(async, ss => ss.Set<Mission>().Select(m => m.Duration.Ticks));
        await AssertMin(async, ss => ss.Set<Mission>().Select(m => m.Duration.Ticks));
        await AssertMax(async, ss => ss.Set<Mission>().Select(m => m.Duration.Ticks));
    }
}

public class GearsOfWarFromSqlQueryNedbTest(GearsOfWarQueryNedbFixture fixture)
    : GearsOfWarFromSqlQueryTestBase<GearsOfWarQueryNedbFixture>(fixture);

public class TPCGearsOfWarQueryNedbTest(TPCGearsOfWarQueryNedbFixture fixture)
    : TPCGearsOfWarQueryRelationalTestBase<TPCGearsOfWarQueryNedbFixture>(fixture)
{
    // Ticks are computed in the database, where EF's relational suite expects a refusal.
    public override async Task Client_eval_followed_by_aggregate_operation(bool async)
    {
        await AssertSum(async, ss => ss.Set<Mission>().Select(m => m.Duration.Ticks));
        await AssertAverage(async, ss => ss.Set<Mission>().Select(m => m.Duration.Ticks));
        await AssertMin(async, ss => ss.Set<Mission>().Select(m => m.Duration.Ticks));
        await AssertMax(async, ss => ss.Set<Mission>().Select(m => m.Duration.Ticks));
    }
}

public class TPTGearsOfWarQueryNedbTest(TPTGearsOfWarQueryNedbFixture fixture)
    : TPTGearsOfWarQueryRelationalTestBase<TPTGearsOfWarQueryNedbFixture>(fixture)
{
    // Ticks are computed in the database, where EF's relational suite expects a refusal.
    public override async Task Client_eval_followed_by_aggregate_operation(bool async)
    {
        await AssertSum(async, ss => ss.Set<Mission>().Select(m => m.Duration.Ticks));
        await AssertAverage(async, ss => ss.Set<Mission>().Select(m => m.Duration.Ticks));
        await AssertMin(async, ss => ss.Set<Mission>().Select(m => m.Duration.Ticks));
        await AssertMax(async, ss => ss.Set<Mission>().Select(m => m.Duration.Ticks));
    }
}
