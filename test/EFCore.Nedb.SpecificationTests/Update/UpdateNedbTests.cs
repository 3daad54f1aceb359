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
    protected override void ClearLog() => Fixture.TestSqlLoggerFactory.Clear();
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
            context.Database.ExecuteSqlRaw($"DELETE FROM `{table.Name}`");
    }
}

public class StoreValueGenerationNedbTest(StoreValueGenerationNedbFixture fixture)
    : StoreValueGenerationTestBase<StoreValueGenerationNedbFixture>(fixture)
{
    // The engine takes the puts of one save together; EF sees as many commands as entities were changed.
    protected override int ShouldExecuteInNumberOfCommands(
        EntityState firstOperationType, EntityState? secondOperationType, GeneratedValues generatedValues, bool withDatabaseGenerated) =>
        secondOperationType is null ? 1 : 2;
}

public class UpdatesNedbTest(UpdatesNedbTest.UpdatesNedbFixture fixture)
    : UpdatesRelationalTestBase<UpdatesNedbTest.UpdatesNedbFixture>(fixture)
{
    // Names may be of any length, so none is shortened.
    public override void Identifiers_are_generated_correctly()
    {
        using var context = CreateContext();
        var entityType = context.Model.FindEntityType(
            typeof(LoginEntityTypeWithAnExtremelyLongAndOverlyConvolutedNameThatIsUsedToVerifyThatTheStoreIdentifierGenerationLengthLimitIsWorkingCorrectly));
        var name = entityType.ClrType.Name;
        var profile = string.Join('_', entityType.GetForeignKeys().Single().Properties.Select(property => property.Name));
        Assert.Equal(name, entityType.GetTableName());
        Assert.Equal("PK_" + name, entityType.GetKeys().Single().GetName());
        Assert.Equal($"FK_{name}_Profile_{profile}", entityType.GetForeignKeys().Single().GetConstraintName());
        Assert.Equal($"IX_{name}_{profile}_ExtraProperty", entityType.GetIndexes().Single().GetDatabaseName());
    }

    public class UpdatesNedbFixture : UpdatesRelationalFixture
    {
        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
    }
}
