using Nedb.EntityFrameworkCore.Design;
using Nedb.EntityFrameworkCore.SpecificationTests.TestUtilities;

namespace Nedb.EntityFrameworkCore.SpecificationTests.Migrations;

public class MigrationsNedbTest : MigrationsTestBase<MigrationsNedbTest.MigrationsNedbFixture>
{
    // Some tests compare the texts of all that they ran.
    public MigrationsNedbTest(MigrationsNedbFixture fixture)
        : base(fixture) =>
        fixture.TestSqlLoggerFactory.Clear();

    protected override bool AssertSchemaNames => false;

    protected override string NonDefaultCollation => "ordinal_ignore_case";

    // A computed field is always stored, whatever the model asks: it is part of what a version was.
    public override Task Create_table_with_computed_column(bool? stored) => base.Create_table_with_computed_column(IsStored(stored));

    public override Task Add_column_with_computedSql(bool? stored) => base.Add_column_with_computedSql(IsStored(stored));

    public override Task Alter_column_make_computed(bool? stored) => base.Alter_column_make_computed(IsStored(stored));

    public override Task Add_column_computed_with_collation(bool stored) => base.Add_column_computed_with_collation(stored: true);

    // A collection without key fields is keyed by _id, which the tools show as the column that it is.
    public override Task Drop_column_primary_key() => Assert.ThrowsAsync<Xunit.Sdk.SingleException>(base.Drop_column_primary_key);

    public override Task Drop_primary_key_int() => Assert.ThrowsAsync<Xunit.Sdk.NullException>(base.Drop_primary_key_int);

    public override Task Drop_primary_key_string() => Assert.ThrowsAsync<Xunit.Sdk.NullException>(base.Drop_primary_key_string);

    public override Task Alter_column_set_collation() => Assert.ThrowsAsync<Xunit.Sdk.SingleException>(base.Alter_column_set_collation);

    public override Task Alter_column_reset_collation() =>
        Assert.ThrowsAsync<Xunit.Sdk.SingleException>(base.Alter_column_reset_collation);

    public override Task Create_table_no_key() => Assert.ThrowsAsync<Xunit.Sdk.NullException>(base.Create_table_no_key);

    // Text becomes a document when the field is given the other type, which is a statement; elsewhere both are text.
    public override Task Convert_string_column_to_a_json_column_containing_reference() =>
        Assert.ThrowsAsync<Xunit.Sdk.EmptyException>(base.Convert_string_column_to_a_json_column_containing_reference);

    public override Task Convert_string_column_to_a_json_column_containing_collection() =>
        Assert.ThrowsAsync<Xunit.Sdk.EmptyException>(base.Convert_string_column_to_a_json_column_containing_collection);

    // Nedb has no sequences; integers and GUIDs are numbered by the engine.
    public override Task Create_sequence() => Assert.ThrowsAsync<NotSupportedException>(base.Create_sequence);

    public override Task Create_sequence_long() => Assert.ThrowsAsync<NotSupportedException>(base.Create_sequence_long);

    public override Task Create_sequence_short() => Assert.ThrowsAsync<NotSupportedException>(base.Create_sequence_short);

    public override Task Create_sequence_all_settings() => Assert.ThrowsAsync<NotSupportedException>(base.Create_sequence_all_settings);

    public override Task Alter_sequence_all_settings() => Assert.ThrowsAsync<NotSupportedException>(base.Alter_sequence_all_settings);

    public override Task Alter_sequence_increment_by() => Assert.ThrowsAsync<NotSupportedException>(base.Alter_sequence_increment_by);

    public override Task Alter_sequence_restart_with() => Assert.ThrowsAsync<NotSupportedException>(base.Alter_sequence_restart_with);

    public override Task Drop_sequence() => Assert.ThrowsAsync<NotSupportedException>(base.Drop_sequence);

    public override Task Rename_sequence() => Assert.ThrowsAsync<NotSupportedException>(base.Rename_sequence);

    public override Task Move_sequence() => Assert.ThrowsAsync<NotSupportedException>(base.Move_sequence);

    private static bool? IsStored(bool? stored) => stored is false ? null : stored;

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
