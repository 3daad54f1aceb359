using Nedb.EntityFrameworkCore.SpecificationTests.TestUtilities;

namespace Nedb.EntityFrameworkCore.SpecificationTests.Query;

public class TPHInheritanceQueryNedbFixture : TPHInheritanceQueryFixture
{
    protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
}

public class TPTInheritanceQueryNedbFixture : TPTInheritanceQueryFixture
{
    protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
}

public class TPCInheritanceQueryNedbFixture : TPCInheritanceQueryFixture
{
    protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;

    // Keys shared by several tables would have to come from a sequence; the caller sets them.
    public override bool UseGeneratedKeys => false;
}

public class TPHFiltersInheritanceQueryNedbFixture : TPHInheritanceQueryNedbFixture
{
    public override bool EnableFilters => true;
}

public class TPTFiltersInheritanceQueryNedbFixture : TPTInheritanceQueryNedbFixture
{
    public override bool EnableFilters => true;
}

public class TPCFiltersInheritanceQueryNedbFixture : TPCInheritanceQueryNedbFixture
{
    public override bool EnableFilters => true;
}

public class IncompleteMappingInheritanceQueryNedbFixture : TPHInheritanceQueryNedbFixture
{
    public override bool IsDiscriminatorMappingComplete => false;
}

public class InheritanceQueryNedbTest(TPHInheritanceQueryNedbFixture fixture, ITestOutputHelper output)
    : TPHInheritanceQueryTestBase<TPHInheritanceQueryNedbFixture>(fixture, output)
{
    protected override void UseTransaction(DatabaseFacade facade, IDbContextTransaction transaction) =>
        facade.UseTransaction(transaction.GetDbTransaction());
}

public class IncompleteMappingInheritanceQueryNedbTest(IncompleteMappingInheritanceQueryNedbFixture fixture, ITestOutputHelper output)
    : TPHInheritanceQueryTestBase<IncompleteMappingInheritanceQueryNedbFixture>(fixture, output)
{
    protected override void UseTransaction(DatabaseFacade facade, IDbContextTransaction transaction) =>
        facade.UseTransaction(transaction.GetDbTransaction());
}

public class TPTInheritanceQueryNedbTest(TPTInheritanceQueryNedbFixture fixture, ITestOutputHelper output)
    : TPTInheritanceQueryTestBase<TPTInheritanceQueryNedbFixture>(fixture, output)
{
    protected override void UseTransaction(DatabaseFacade facade, IDbContextTransaction transaction) =>
        facade.UseTransaction(transaction.GetDbTransaction());
}

public class TPCInheritanceQueryNedbTest(TPCInheritanceQueryNedbFixture fixture, ITestOutputHelper output)
    : TPCInheritanceQueryTestBase<TPCInheritanceQueryNedbFixture>(fixture, output)
{
    protected override void UseTransaction(DatabaseFacade facade, IDbContextTransaction transaction) =>
        facade.UseTransaction(transaction.GetDbTransaction());
}

public class TPHFiltersInheritanceQueryNedbTest(TPHFiltersInheritanceQueryNedbFixture fixture)
    : FiltersInheritanceQueryTestBase<TPHFiltersInheritanceQueryNedbFixture>(fixture);

public class TPTFiltersInheritanceQueryNedbTest(TPTFiltersInheritanceQueryNedbFixture fixture)
    : TPTFiltersInheritanceQueryTestBase<TPTFiltersInheritanceQueryNedbFixture>(fixture);

public class TPCFiltersInheritanceQueryNedbTest(TPCFiltersInheritanceQueryNedbFixture fixture)
    : TPCFiltersInheritanceQueryTestBase<TPCFiltersInheritanceQueryNedbFixture>(fixture);

public class InheritanceRelationshipsQueryNedbTest(InheritanceRelationshipsQueryNedbTest.InheritanceRelationshipsQueryNedbFixture fixture)
    : InheritanceRelationshipsQueryRelationalTestBase<InheritanceRelationshipsQueryNedbTest.InheritanceRelationshipsQueryNedbFixture>(fixture)
{
    public class InheritanceRelationshipsQueryNedbFixture : InheritanceRelationshipsQueryRelationalFixture
    {
        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
    }
}

public class TPTRelationshipsQueryNedbTest(TPTRelationshipsQueryNedbTest.TPTRelationshipsQueryNedbFixture fixture)
    : TPTRelationshipsQueryTestBase<TPTRelationshipsQueryNedbTest.TPTRelationshipsQueryNedbFixture>(fixture)
{
    public class TPTRelationshipsQueryNedbFixture : TPTRelationshipsQueryRelationalFixture
    {
        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
    }
}

public class TPCRelationshipsQueryNedbTest(TPCRelationshipsQueryNedbTest.TPCRelationshipsQueryNedbFixture fixture)
    : TPCRelationshipsQueryTestBase<TPCRelationshipsQueryNedbTest.TPCRelationshipsQueryNedbFixture>(fixture)
{
    public class TPCRelationshipsQueryNedbFixture : TPCRelationshipsQueryRelationalFixture
    {
        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
    }
}
