using Microsoft.EntityFrameworkCore.TestModels.JsonQuery;
using Nedb.EntityFrameworkCore.SpecificationTests.TestModels;
using Nedb.EntityFrameworkCore.SpecificationTests.TestUtilities;

namespace Nedb.EntityFrameworkCore.SpecificationTests.Query;

public class JsonQueryNedbFixture : JsonQueryRelationalFixture
{
    protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;

    protected override void OnModelCreating(ModelBuilder modelBuilder, DbContext context)
    {
        base.OnModelCreating(modelBuilder, context);
        modelBuilder.Entity<JsonEntityAllTypes>(b =>
        {
            JsonAllTypes.IgnoreNestedCollections(b);
            b.OwnsOne(e => e.Reference, JsonAllTypes.IgnoreNestedCollections);
            b.OwnsMany(e => e.Collection, JsonAllTypes.IgnoreNestedCollections);
        });
    }
}

public class JsonQueryNedbTest(JsonQueryNedbFixture fixture)
    : JsonQueryRelationalTestBase<JsonQueryNedbFixture>(fixture)
{
    // What only a client can compute is no place in a document: EF's usual error, with every provider.
    public override Task Json_collection_index_in_projection_using_untranslatable_client_method(bool async) =>
        Assert.ThrowsAsync<InvalidOperationException>(
            () => base.Json_collection_index_in_projection_using_untranslatable_client_method(async));

    public override Task Json_collection_index_in_projection_using_untranslatable_client_method2(bool async) =>
        Assert.ThrowsAsync<InvalidOperationException>(
            () => base.Json_collection_index_in_projection_using_untranslatable_client_method2(async));
}
