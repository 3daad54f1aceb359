using Nedb.EntityFrameworkCore.SpecificationTests.TestUtilities;

namespace Nedb.EntityFrameworkCore.SpecificationTests.Migrations;

/// <summary>The NQL of each operation of a migration.</summary>
public class NedbMigrationsSqlGeneratorTest() : MigrationsSqlGeneratorTestBase(NedbTestHelpers.Instance)
{
    public override void AddColumnOperation_without_column_type()
    {
        base.AddColumnOperation_without_column_type();
        AssertSql(
            """
            ALTER COLLECTION People ADD FIELD Alias string NOT NULL;
            """);
    }

    public override void AddColumnOperation_with_unicode_overridden()
    {
        base.AddColumnOperation_with_unicode_overridden();
        AssertSql(
            """
            ALTER COLLECTION Person ADD FIELD Name string;
            """);
    }

    public override void AddColumnOperation_with_unicode_no_model()
    {
        base.AddColumnOperation_with_unicode_no_model();
        AssertSql(
            """
            ALTER COLLECTION Person ADD FIELD Name string;
            """);
    }

    public override void AddColumnOperation_with_fixed_length_no_model()
    {
        base.AddColumnOperation_with_fixed_length_no_model();
        AssertSql(
            """
            ALTER COLLECTION Person ADD FIELD Name string(100);
            """);
    }

    public override void AddColumnOperation_with_maxLength_overridden()
    {
        base.AddColumnOperation_with_maxLength_overridden();
        AssertSql(
            """
            ALTER COLLECTION Person ADD FIELD Name string(32);
            """);
    }

    public override void AddColumnOperation_with_maxLength_no_model()
    {
        base.AddColumnOperation_with_maxLength_no_model();
        AssertSql(
            """
            ALTER COLLECTION Person ADD FIELD Name string(30);
            """);
    }

    public override void AddColumnOperation_with_precision_and_scale_overridden()
    {
        base.AddColumnOperation_with_precision_and_scale_overridden();
        AssertSql(
            """
            ALTER COLLECTION Person ADD FIELD Pi decimal(15,10) NOT NULL;
            """);
    }

    public override void AddColumnOperation_with_precision_and_scale_no_model()
    {
        base.AddColumnOperation_with_precision_and_scale_no_model();
        AssertSql(
            """
            ALTER COLLECTION Person ADD FIELD Pi decimal(20,7) NOT NULL;
            """);
    }

    public override void AddForeignKeyOperation_without_principal_columns()
    {
        base.AddForeignKeyOperation_without_principal_columns();
        AssertSql(
            """
            ALTER COLLECTION People ADD FOREIGN KEY (SpouseId) REFERENCES People;
            """);
    }

    public override void AlterColumnOperation_without_column_type()
    {
        base.AlterColumnOperation_without_column_type();
        AssertSql(
            """
            ALTER COLLECTION People ALTER FIELD LuckyNumber TYPE int32 NOT NULL;
            """);
    }

    public override void RenameTableOperation_legacy()
    {
        base.RenameTableOperation_legacy();
        AssertSql(
            """
            ALTER COLLECTION People RENAME TO Person;
            """);
    }

    public override void RenameTableOperation()
    {
        base.RenameTableOperation();
        AssertSql(
            """
            ALTER COLLECTION People RENAME TO Person;
            """);
    }

    public override void SqlOperation()
    {
        base.SqlOperation();
        AssertSql(
            """
            -- I <3 DDL
            """);
    }

    // Nedb has no geometry types.
    public override void InsertDataOperation_all_args_spatial() =>
        Assert.Throws<InvalidOperationException>(base.InsertDataOperation_all_args_spatial);

    public override void InsertDataOperation_required_args()
    {
        base.InsertDataOperation_required_args();
        AssertSql(
            """
            INSERT INTO People (`First Name`)
            VALUES ("John");
            """);
    }

    public override void InsertDataOperation_required_args_composite()
    {
        base.InsertDataOperation_required_args_composite();
        AssertSql(
            """
            INSERT INTO People (`First Name`, `Last Name`)
            VALUES ("John", "Snow");
            """);
    }

    public override void InsertDataOperation_required_args_multiple_rows()
    {
        base.InsertDataOperation_required_args_multiple_rows();
        AssertSql(
            """
            INSERT INTO People (`First Name`)
            VALUES ("John");
            INSERT INTO People (`First Name`)
            VALUES ("Daenerys");
            """);
    }

    // Nothing is generated, so there is no text.
    public override void InsertDataOperation_throws_for_unsupported_column_types() =>
        base.InsertDataOperation_throws_for_unsupported_column_types();

    public override void DeleteDataOperation_all_args()
    {
        base.DeleteDataOperation_all_args();
        AssertSql(
            """
            DELETE FROM People
            WHERE `First Name` = "Hodor"
            RETURNING 1;
            DELETE FROM People
            WHERE `First Name` = "Daenerys"
            RETURNING 1;
            DELETE FROM People
            WHERE `First Name` = "John"
            RETURNING 1;
            DELETE FROM People
            WHERE `First Name` = "Arya"
            RETURNING 1;
            DELETE FROM People
            WHERE `First Name` = "Harry"
            RETURNING 1;
            """);
    }

    public override void DeleteDataOperation_all_args_composite()
    {
        base.DeleteDataOperation_all_args_composite();
        AssertSql(
            """
            DELETE FROM People
            WHERE `First Name` = "Hodor" AND `Last Name` IS NULL
            RETURNING 1;
            DELETE FROM People
            WHERE `First Name` = "Daenerys" AND `Last Name` = "Targaryen"
            RETURNING 1;
            DELETE FROM People
            WHERE `First Name` = "John" AND `Last Name` = "Snow"
            RETURNING 1;
            DELETE FROM People
            WHERE `First Name` = "Arya" AND `Last Name` = "Stark"
            RETURNING 1;
            DELETE FROM People
            WHERE `First Name` = "Harry" AND `Last Name` = "Strickland"
            RETURNING 1;
            """);
    }

    public override void DeleteDataOperation_required_args()
    {
        base.DeleteDataOperation_required_args();
        AssertSql(
            """
            DELETE FROM People
            WHERE `Last Name` = "Snow"
            RETURNING 1;
            """);
    }

    public override void DeleteDataOperation_required_args_composite()
    {
        base.DeleteDataOperation_required_args_composite();
        AssertSql(
            """
            DELETE FROM People
            WHERE `First Name` = "John" AND `Last Name` = "Snow"
            RETURNING 1;
            """);
    }

    public override void UpdateDataOperation_all_args()
    {
        base.UpdateDataOperation_all_args();
        AssertSql(
            """
            UPDATE People SET Birthplace = "Winterfell", `House Allegiance` = "Stark", Culture = "Northmen"
            WHERE `First Name` = "Hodor"
            RETURNING 1;
            UPDATE People SET Birthplace = "Dragonstone", `House Allegiance` = "Targaryen", Culture = "Valyrian"
            WHERE `First Name` = "Daenerys"
            RETURNING 1;
            """);
    }

    public override void UpdateDataOperation_all_args_composite()
    {
        base.UpdateDataOperation_all_args_composite();
        AssertSql(
            """
            UPDATE People SET `House Allegiance` = "Stark"
            WHERE `First Name` = "Hodor" AND `Last Name` IS NULL
            RETURNING 1;
            UPDATE People SET `House Allegiance` = "Targaryen"
            WHERE `First Name` = "Daenerys" AND `Last Name` = "Targaryen"
            RETURNING 1;
            """);
    }

    public override void UpdateDataOperation_all_args_composite_multi()
    {
        base.UpdateDataOperation_all_args_composite_multi();
        AssertSql(
            """
            UPDATE People SET Birthplace = "Winterfell", `House Allegiance` = "Stark", Culture = "Northmen"
            WHERE `First Name` = "Hodor" AND `Last Name` IS NULL
            RETURNING 1;
            UPDATE People SET Birthplace = "Dragonstone", `House Allegiance` = "Targaryen", Culture = "Valyrian"
            WHERE `First Name` = "Daenerys" AND `Last Name` = "Targaryen"
            RETURNING 1;
            """);
    }

    public override void UpdateDataOperation_all_args_multi()
    {
        base.UpdateDataOperation_all_args_multi();
        AssertSql(
            """
            UPDATE People SET Birthplace = "Dragonstone", `House Allegiance` = "Targaryen", Culture = "Valyrian"
            WHERE `First Name` = "Daenerys"
            RETURNING 1;
            """);
    }

    public override void UpdateDataOperation_required_args()
    {
        base.UpdateDataOperation_required_args();
        AssertSql(
            """
            UPDATE People SET `House Allegiance` = "Targaryen"
            WHERE `First Name` = "Daenerys"
            RETURNING 1;
            """);
    }

    public override void UpdateDataOperation_required_args_multiple_rows()
    {
        base.UpdateDataOperation_required_args_multiple_rows();
        AssertSql(
            """
            UPDATE People SET `House Allegiance` = "Stark"
            WHERE `First Name` = "Hodor"
            RETURNING 1;
            UPDATE People SET `House Allegiance` = "Targaryen"
            WHERE `First Name` = "Daenerys"
            RETURNING 1;
            """);
    }

    public override void UpdateDataOperation_required_args_composite()
    {
        base.UpdateDataOperation_required_args_composite();
        AssertSql(
            """
            UPDATE People SET `House Allegiance` = "Targaryen"
            WHERE `First Name` = "Daenerys" AND `Last Name` = "Targaryen"
            RETURNING 1;
            """);
    }

    public override void UpdateDataOperation_required_args_composite_multi()
    {
        base.UpdateDataOperation_required_args_composite_multi();
        AssertSql(
            """
            UPDATE People SET Birthplace = "Dragonstone", `House Allegiance` = "Targaryen", Culture = "Valyrian"
            WHERE `First Name` = "Daenerys" AND `Last Name` = "Targaryen"
            RETURNING 1;
            """);
    }

    public override void UpdateDataOperation_required_args_multi()
    {
        base.UpdateDataOperation_required_args_multi();
        AssertSql(
            """
            UPDATE People SET Birthplace = "Dragonstone", `House Allegiance` = "Targaryen", Culture = "Valyrian"
            WHERE `First Name` = "Daenerys"
            RETURNING 1;
            """);
    }

    public override void DefaultValue_with_line_breaks(bool isUnicode)
    {
        base.DefaultValue_with_line_breaks(isUnicode);
        AssertSql(
            """
            CREATE COLLECTION TestLineBreaks (
                TestDefaultValue string NOT NULL DEFAULT "\r\nVarious Line\rBreaks\n"
            );
            """);
    }

    public override void DefaultValue_with_line_breaks_2(bool isUnicode)
    {
        base.DefaultValue_with_line_breaks_2(isUnicode);
        var lines = string.Concat(Enumerable.Range(0, 300).Select(i => i + @"\r\n"));
        AssertSql(
            $"""
            CREATE COLLECTION TestLineBreaks (
                TestDefaultValue string NOT NULL DEFAULT "{lines}"
            );
            """);
    }

    // Nedb has no sequences.
    public override void Sequence_restart_operation(long? startsAt) =>
        Assert.Throws<NotSupportedException>(() => base.Sequence_restart_operation(startsAt));

    protected override string GetGeometryCollectionStoreType() => "object";
}
