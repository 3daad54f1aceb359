using Nedb.EntityFrameworkCore.SpecificationTests.TestUtilities;

namespace Nedb.EntityFrameworkCore.SpecificationTests.Query;

public class ComplexNavigationsQueryNedbFixture : ComplexNavigationsQueryRelationalFixtureBase
{
    protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
}

public class ComplexNavigationsSharedTypeQueryNedbFixture : ComplexNavigationsSharedTypeQueryRelationalFixtureBase
{
    protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
}

public class ComplexNavigationsCollectionsQueryNedbTest(ComplexNavigationsQueryNedbFixture fixture)
    : ComplexNavigationsCollectionsQueryRelationalTestBase<ComplexNavigationsQueryNedbFixture>(fixture);

public class ComplexNavigationsCollectionsSharedTypeQueryNedbTest(ComplexNavigationsSharedTypeQueryNedbFixture fixture)
    : ComplexNavigationsCollectionsSharedTypeQueryRelationalTestBase<ComplexNavigationsSharedTypeQueryNedbFixture>(fixture);

public class ComplexNavigationsCollectionsSplitQueryNedbTest(ComplexNavigationsQueryNedbFixture fixture)
    : ComplexNavigationsCollectionsSplitQueryRelationalTestBase<ComplexNavigationsQueryNedbFixture>(fixture);

public class ComplexNavigationsCollectionsSplitSharedTypeQueryNedbTest(ComplexNavigationsSharedTypeQueryNedbFixture fixture)
    : ComplexNavigationsCollectionsSplitSharedTypeQueryRelationalTestBase<ComplexNavigationsSharedTypeQueryNedbFixture>(fixture);

public class ComplexNavigationsQueryNedbTest(ComplexNavigationsQueryNedbFixture fixture)
    : ComplexNavigationsQueryRelationalTestBase<ComplexNavigationsQueryNedbFixture>(fixture)
{
    // No database knows the method.
    public override Task GroupJoin_client_method_in_OrderBy(bool async) =>
        AssertTranslationFailed(() => base.GroupJoin_client_method_in_OrderBy(async));
}

public class ComplexNavigationsSharedTypeQueryNedbTest(ComplexNavigationsSharedTypeQueryNedbFixture fixture)
    : ComplexNavigationsSharedTypeQueryRelationalTestBase<ComplexNavigationsSharedTypeQueryNedbFixture>(fixture)
{
    // No database knows the method.
    public override Task GroupJoin_client_method_in_OrderBy(bool async) =>
        AssertTranslationFailed(() => base.GroupJoin_client_method_in_OrderBy(async));
}
