using Nedb.EntityFrameworkCore.SpecificationTests.TestUtilities;

namespace Nedb.EntityFrameworkCore.SpecificationTests.Query;

public class PrecompiledQueryNedbTest(PrecompiledQueryNedbTest.PrecompiledQueryNedbFixture fixture, ITestOutputHelper output)
    : PrecompiledQueryRelationalTestBase(fixture, output), IClassFixture<PrecompiledQueryNedbTest.PrecompiledQueryNedbFixture>
{
    protected override bool AlwaysPrintGeneratedSources => false;

    public class PrecompiledQueryNedbFixture : PrecompiledQueryRelationalFixture
    {
        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;

        public override PrecompiledQueryTestHelpers PrecompiledQueryTestHelpers => NedbPrecompiledQueryTestHelpers.Instance;
    }
}

public class PrecompiledSqlPregenerationQueryNedbTest(PrecompiledSqlPregenerationQueryNedbTest.PrecompiledSqlPregenerationQueryNedbFixture fixture, ITestOutputHelper output)
    : PrecompiledSqlPregenerationQueryRelationalTestBase(fixture, output), IClassFixture<PrecompiledSqlPregenerationQueryNedbTest.PrecompiledSqlPregenerationQueryNedbFixture>
{
    protected override bool AlwaysPrintGeneratedSources => false;

    public class PrecompiledSqlPregenerationQueryNedbFixture : PrecompiledSqlPregenerationQueryRelationalFixture
    {
        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;

        public override PrecompiledQueryTestHelpers PrecompiledQueryTestHelpers => NedbPrecompiledQueryTestHelpers.Instance;
    }
}
