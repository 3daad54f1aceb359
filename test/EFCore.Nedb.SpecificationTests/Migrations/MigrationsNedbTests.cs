using Nedb.EntityFrameworkCore.Design;
using Nedb.EntityFrameworkCore.SpecificationTests.TestUtilities;

namespace Nedb.EntityFrameworkCore.SpecificationTests.Migrations;

public class MigrationsNedbTest(MigrationsNedbTest.MigrationsNedbFixture fixture)
    : MigrationsTestBase<MigrationsNedbTest.MigrationsNedbFixture>(fixture)
{
    protected override bool AssertSchemaNames => false;

    protected override string NonDefaultCollation => "nocase";

    [ConditionalFact]
    public override Task Add_required_primitve_collection_with_custom_default_value_sql_to_existing_table() =>
        Add_required_primitve_collection_with_custom_default_value_sql_to_existing_table_core("[3, 2, 1]");

    [ConditionalFact]
    public override Task Add_required_primitive_collection_with_custom_default_value_sql_to_existing_table() =>
        Add_required_primitive_collection_with_custom_default_value_sql_to_existing_table_core("[3, 2, 1]");

    public class MigrationsNedbFixture : MigrationsFixtureBase
    {
        protected override string StoreName => nameof(MigrationsNedbTest);

        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;

        public override RelationalTestHelpers TestHelpers => NedbTestHelpers.Instance;

        // The database is read back as the tools read it.
        protected override IServiceCollection AddServices(IServiceCollection serviceCollection)
        {
            var tools = new ServiceCollection();
            new NedbDesignTimeServices().ConfigureDesignTimeServices(tools);
            base.AddServices(serviceCollection).Add(tools.Single(service => service.ServiceType == typeof(IDatabaseModelFactory)));
            return serviceCollection;
        }
    }
}

public class MigrationsInfrastructureNedbTest(MigrationsInfrastructureNedbTest.MigrationsInfrastructureNedbFixture fixture)
    : MigrationsInfrastructureTestBase<MigrationsInfrastructureNedbTest.MigrationsInfrastructureNedbFixture>(fixture)
{
    private const string NoSnapshotsOfThatVersion = "Nedb did not exist when that version of EF wrote snapshots.";

    [ConditionalFact(Skip = NoSnapshotsOfThatVersion)]
    public override void Can_diff_against_2_2_model()
    {
    }

    [ConditionalFact(Skip = NoSnapshotsOfThatVersion)]
    public override void Can_diff_against_3_0_ASP_NET_Identity_model()
    {
    }

    [ConditionalFact(Skip = NoSnapshotsOfThatVersion)]
    public override void Can_diff_against_2_2_ASP_NET_Identity_model()
    {
    }

    [ConditionalFact(Skip = NoSnapshotsOfThatVersion)]
    public override void Can_diff_against_2_1_ASP_NET_Identity_model()
    {
    }

    // NQL has no conditional statements to ask what was applied already.
    public override Task Can_generate_idempotent_up_and_down_scripts() =>
        Assert.ThrowsAsync<NotSupportedException>(base.Can_generate_idempotent_up_and_down_scripts);

    public override Task Can_generate_idempotent_up_and_down_scripts_noTransactions() =>
        Assert.ThrowsAsync<NotSupportedException>(base.Can_generate_idempotent_up_and_down_scripts_noTransactions);

    protected override async Task ExecuteSqlAsync(string value)
    {
        var store = (NedbTestStore)Fixture.TestStore;
        if (store.ConnectionState != System.Data.ConnectionState.Open)
            await store.OpenConnectionAsync();
        await store.ExecuteAsync(value);
    }

    public class MigrationsInfrastructureNedbFixture : MigrationsInfrastructureFixtureBase
    {
        protected override ITestStoreFactory TestStoreFactory => NedbFolderTestStoreFactory.Instance;
    }
}

public class NedbMigrationsSqlGeneratorTest() : MigrationsSqlGeneratorTestBase(NedbTestHelpers.Instance)
{
    protected override string GetGeometryCollectionStoreType() => "object";
}
