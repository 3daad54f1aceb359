using Microsoft.EntityFrameworkCore.TestModels.JsonQuery;
using Microsoft.EntityFrameworkCore.TestModels.UpdatesModel;
using Nedb.EntityFrameworkCore.SpecificationTests.TestModels;
using Nedb.EntityFrameworkCore.SpecificationTests.TestUtilities;

namespace Nedb.EntityFrameworkCore.SpecificationTests.Update;

public class ComplexCollectionJsonUpdateNedbTest(ComplexCollectionJsonUpdateNedbTest.ComplexCollectionJsonUpdateNedbFixture fixture)
    : ComplexCollectionJsonUpdateTestBase<ComplexCollectionJsonUpdateNedbTest.ComplexCollectionJsonUpdateNedbFixture>(fixture)
{
    public class ComplexCollectionJsonUpdateNedbFixture : ComplexCollectionJsonUpdateFixtureBase
    {
        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
    }
}

public class JsonUpdateNedbFixture : JsonUpdateFixtureBase
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

public class JsonUpdateNedbTest(JsonUpdateNedbFixture fixture)
    : JsonUpdateTestBase<JsonUpdateNedbFixture>(fixture)
{
    private const string NoCollectionsOfCollections = "EF maps no collections of collections, so the fixture leaves them out.";

    protected override void ClearLog() => Fixture.TestSqlLoggerFactory.Clear();

    [ConditionalFact(Skip = NoCollectionsOfCollections)]
    public override Task Edit_single_property_collection_of_collection_of_bool() =>
        base.Edit_single_property_collection_of_collection_of_bool();

    [ConditionalFact(Skip = NoCollectionsOfCollections)]
    public override Task Edit_single_property_collection_of_collection_of_char() =>
        base.Edit_single_property_collection_of_collection_of_char();

    [ConditionalFact(Skip = NoCollectionsOfCollections)]
    public override Task Edit_single_property_collection_of_collection_of_double() =>
        base.Edit_single_property_collection_of_collection_of_double();

    [ConditionalFact(Skip = NoCollectionsOfCollections)]
    public override Task Edit_single_property_collection_of_collection_of_int16() =>
        base.Edit_single_property_collection_of_collection_of_int16();

    [ConditionalFact(Skip = NoCollectionsOfCollections)]
    public override Task Edit_single_property_collection_of_collection_of_int32() =>
        base.Edit_single_property_collection_of_collection_of_int32();

    [ConditionalFact(Skip = NoCollectionsOfCollections)]
    public override Task Edit_single_property_collection_of_collection_of_nullable_enum_set_to_null() =>
        base.Edit_single_property_collection_of_collection_of_nullable_enum_set_to_null();

    [ConditionalFact(Skip = NoCollectionsOfCollections)]
    public override Task Edit_single_property_collection_of_collection_of_nullable_enum_with_int_converter() =>
        base.Edit_single_property_collection_of_collection_of_nullable_enum_with_int_converter();

    [ConditionalFact(Skip = NoCollectionsOfCollections)]
    public override Task Edit_single_property_collection_of_collection_of_nullable_int32() =>
        base.Edit_single_property_collection_of_collection_of_nullable_int32();

    [ConditionalFact(Skip = NoCollectionsOfCollections)]
    public override Task Edit_single_property_collection_of_collection_of_nullable_int32_set_to_null() =>
        base.Edit_single_property_collection_of_collection_of_nullable_int32_set_to_null();

    [ConditionalFact(Skip = NoCollectionsOfCollections)]
    public override Task Edit_single_property_collection_of_collection_of_single() =>
        base.Edit_single_property_collection_of_collection_of_single();
}

public class NonSharedModelUpdatesNedbTest(NonSharedFixture fixture) : NonSharedModelUpdatesTestBase(fixture)
{
    protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
}

public class StoreValueGenerationNedbFixture : StoreValueGenerationFixtureBase
{
    protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;

    public override void CleanData()
    {
        using var context = CreateContext();
        foreach (var table in context.Model.GetRelationalModel().Tables)
        {
            var command = $"DELETE FROM `{table.Name}`";
            context.Database.ExecuteSqlRaw(command);
        }
    }
}

public class StoreValueGenerationNedbTest(StoreValueGenerationNedbFixture fixture)
    : StoreValueGenerationTestBase<StoreValueGenerationNedbFixture>(fixture)
{
    // The engine takes all writes of a save at once.
    protected override int ShouldExecuteInNumberOfCommands(
        EntityState firstOperationType, EntityState? secondOperationType, GeneratedValues generatedValues, bool withDatabaseGenerated) => 1;
}

public class UpdatesNedbTest(UpdatesNedbTest.UpdatesNedbFixture fixture)
    : UpdatesRelationalTestBase<UpdatesNedbTest.UpdatesNedbFixture>(fixture)
{
    // Names that EF makes are shortened to the 256 characters that the engine allows.
    public override void Identifiers_are_generated_correctly()
    {
        using var context = CreateContext();
        var entityType = context.Model.FindEntityType(
            typeof(LoginEntityTypeWithAnExtremelyLongAndOverlyConvolutedNameThatIsUsedToVerifyThatTheStoreIdentifierGenerationLengthLimitIsWorkingCorrectly));
        var name = entityType.ClrType.Name;
        var profile = string.Join('_', entityType.GetForeignKeys().Single().Properties.Select(property => property.Name));
        Assert.Equal(name, entityType.GetTableName());
        Assert.Equal("PK_" + name, entityType.GetKeys().Single().GetName());
        Assert.Equal($"FK_{name}_Profile_{profile}"[..255] + "~", entityType.GetForeignKeys().Single().GetConstraintName());
        Assert.Equal($"IX_{name}_{profile}_ExtraProperty"[..255] + "~", entityType.GetIndexes().Single().GetDatabaseName());
    }

    public class UpdatesNedbFixture : UpdatesRelationalFixture
    {
        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;

        // The suite expects the provider to map the base of the products, and the database to give its key.
        protected override void OnModelCreating(ModelBuilder modelBuilder, DbContext context)
        {
            base.OnModelCreating(modelBuilder, context);
            modelBuilder.Entity<ProductBase>().Property(product => product.Id).HasDefaultValueSql("new_guid()");
        }
    }
}
