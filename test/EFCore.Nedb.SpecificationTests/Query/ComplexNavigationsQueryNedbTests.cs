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
    // EF itself makes an expression of another type than it needs (dotnet/efcore#23302).
    public override Task Join_with_result_selector_returning_queryable_throws_validation_error(bool async) =>
        Assert.ThrowsAsync<ArgumentException>(() => base.Join_with_result_selector_returning_queryable_throws_validation_error(async));

    // No database knows the method.
    public override Task GroupJoin_client_method_in_OrderBy(bool async) =>
        AssertTranslationFailed(() => base.GroupJoin_client_method_in_OrderBy(async));
}

public class ComplexNavigationsSharedTypeQueryNedbTest(ComplexNavigationsSharedTypeQueryNedbFixture fixture)
    : ComplexNavigationsSharedTypeQueryRelationalTestBase<ComplexNavigationsSharedTypeQueryNedbFixture>(fixture)
{
    // EF itself makes an expression of another type than it needs (dotnet/efcore#23302).
    public override Task Join_with_result_selector_returning_queryable_throws_validation_error(bool async) =>
        Assert.ThrowsAsync<ArgumentException>(() => base.Join_with_result_selector_returning_queryable_throws_validation_error(async));

    // No database knows the method.
    public override Task GroupJoin_client_method_in_OrderBy(bool async) =>
        AssertTranslationFailed(() => base.GroupJoin_client_method_in_OrderBy(async));
}
