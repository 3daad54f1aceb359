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
    : GearsOfWarQueryRelationalTestBase<GearsOfWarQueryNedbFixture>(fixture);

public class GearsOfWarFromSqlQueryNedbTest(GearsOfWarQueryNedbFixture fixture)
    : GearsOfWarFromSqlQueryTestBase<GearsOfWarQueryNedbFixture>(fixture);

public class TPCGearsOfWarQueryNedbTest(TPCGearsOfWarQueryNedbFixture fixture)
    : TPCGearsOfWarQueryRelationalTestBase<TPCGearsOfWarQueryNedbFixture>(fixture);

public class TPTGearsOfWarQueryNedbTest(TPTGearsOfWarQueryNedbFixture fixture)
    : TPTGearsOfWarQueryRelationalTestBase<TPTGearsOfWarQueryNedbFixture>(fixture);
