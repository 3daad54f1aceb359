using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Nedb.EntityFrameworkCore.Infrastructure;

namespace Nedb.EntityFrameworkCore.Migrations;

public class MigrationsSqlGeneratorTests
{
    private sealed class Customer
    {
        public int Id { get; set; }

        public string Name { get; set; } = "";

        public decimal? Credit { get; set; }

        public bool IsActive { get; set; }

        public DateOnly From { get; set; }

        public DateOnly? To { get; set; }

        public byte[] Version { get; set; } = [];

        public List<Order> Orders { get; } = [];
    }

    private sealed class Order
    {
        public Guid Id { get; set; }

        public int CustomerId { get; set; }

        public string[] Tags { get; set; } = [];
    }

    [Fact]
    public void A_model_becomes_collections_with_keys_periods_and_indexes()
    {
        using var context = new ConfiguredContext(builder =>
        {
            builder.Entity<Customer>(customer =>
            {
                customer.Property(c => c.Name).HasMaxLength(40).HasComment("as on the letter");
                customer.Property(c => c.Credit).HasPrecision(18, 2).HasDefaultValue(1.5m);
                customer.Property(c => c.Version).IsRowVersion();
                customer.HasValidTime(c => c.From, c => c.To);
                customer.HasIndex(c => c.Name).IsSearchIndex();
                customer.HasIndex(c => new { c.From, c.Name }).IsUnique().IsDescending(true, false);
                customer.ToTable(table => table.HasCheckConstraint("CK_Name", "Name != ''"));
            });
            builder.Entity<Order>();
        });

        var script = context.Database.GenerateCreateScript();

        Assert.Equal(
            """
            CREATE COLLECTION Customer (
                Id int32 NOT NULL IDENTITY,
                Name string(40) NOT NULL COMMENT "as on the letter",
                Credit decimal(18,2) DEFAULT 1.5m,
                IsActive bool NOT NULL,
                `From` date NOT NULL,
                To date,
                CONSTRAINT PK_Customer PRIMARY KEY (Id),
                CONSTRAINT CK_Name CHECK (Name != ''),
                PERIOD (`From`, To)
            );

            CREATE COLLECTION `Order` (
                Id guid NOT NULL,
                CustomerId int32 NOT NULL,
                Tags array NOT NULL,
                CONSTRAINT PK_Order PRIMARY KEY (Id),
                CONSTRAINT FK_Order_Customer_CustomerId FOREIGN KEY (CustomerId) REFERENCES Customer (Id) ON DELETE CASCADE
            );

            CREATE UNIQUE INDEX IX_Customer_From_Name ON Customer (`From` DESC, Name);

            CREATE INDEX IX_Customer_Name ON Customer (Name) USING search;

            CREATE INDEX IX_Order_CustomerId ON `Order` (CustomerId);
            """.ReplaceLineEndings("\n"),
            string.Join('\n', script.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(line => line.Trim('\n') + "\n")).TrimEnd());
    }

    public static TheoryData<MigrationOperation, string> Operations => new()
    {
        { new DropTableOperation { Name = "a" }, "DROP COLLECTION a;" },
        { new RenameTableOperation { Name = "a", NewName = "b" }, "ALTER COLLECTION a RENAME TO b;" },
        { new AddColumnOperation { Table = "a", Name = "n", ClrType = typeof(int), DefaultValue = 0 }, "ALTER COLLECTION a ADD FIELD n int32 NOT NULL DEFAULT 0;" },
        { new DropColumnOperation { Table = "a", Name = "n" }, "ALTER COLLECTION a DROP FIELD n;" },
        { new RenameColumnOperation { Table = "a", Name = "n", NewName = "m" }, "ALTER COLLECTION a RENAME FIELD n TO m;" },
        { new CreateIndexOperation { Table = "a", Name = "i", Columns = ["x", "y"], Filter = "x > 1" }, "CREATE INDEX i ON a (x, y) WHERE x > 1;" },
        { new DropIndexOperation { Table = "a", Name = "i" }, "DROP INDEX i ON a;" },
        { new RenameIndexOperation { Table = "a", Name = "i", NewName = "j" }, "ALTER COLLECTION a RENAME INDEX i TO j;" },
        { new AddUniqueConstraintOperation { Table = "a", Name = "u", Columns = ["x"] }, "ALTER COLLECTION a ADD CONSTRAINT u UNIQUE (x);" },
        { new AddPrimaryKeyOperation { Table = "a", Name = "p", Columns = ["x", "y"] }, "ALTER COLLECTION a ADD CONSTRAINT p PRIMARY KEY (x, y);" },
        { new DropPrimaryKeyOperation { Table = "a", Name = "p" }, "ALTER COLLECTION a DROP CONSTRAINT p;" },
        { new AddCheckConstraintOperation { Table = "a", Name = "c", Sql = "x > 0" }, "ALTER COLLECTION a ADD CONSTRAINT c CHECK (x > 0);" },
        { new DropCheckConstraintOperation { Table = "a", Name = "c" }, "ALTER COLLECTION a DROP CONSTRAINT c;" },
        { new SqlOperation { Sql = "DELETE FROM a;" }, "DELETE FROM a;" },
        { new SqlOperation { Sql = "DELETE FROM a -- all" }, "DELETE FROM a -- all" },
        {
            new AddForeignKeyOperation
            {
                Table = "a", Name = "f", Columns = ["b_id"], PrincipalTable = "b", PrincipalColumns = ["id"], OnDelete = ReferentialAction.SetNull,
            },
            "ALTER COLLECTION a ADD CONSTRAINT f FOREIGN KEY (b_id) REFERENCES b (id) ON DELETE SET NULL;"
        },
        {
            new AlterColumnOperation
            {
                Table = "a", Name = "n", ClrType = typeof(long), OldColumn = new AddColumnOperation { ClrType = typeof(int), IsNullable = true }, DefaultValue = 7L,
            },
            "UPDATE a SET n = 7 WHERE n IS NULL;|ALTER COLLECTION a ALTER FIELD n TYPE int64 NOT NULL;|ALTER COLLECTION a ALTER FIELD n SET DEFAULT 7;"
        },
        {
            new AlterColumnOperation
            {
                Table = "a", Name = "n", ClrType = typeof(string), ColumnType = "json", DefaultValue = "{}",
                OldColumn = new AddColumnOperation { ClrType = typeof(string), ColumnType = "string", IsNullable = true, DefaultValue = "x" },
            },
            "ALTER COLLECTION a ALTER FIELD n DROP DEFAULT;|UPDATE a SET n = \"{}\" WHERE n IS NULL;|ALTER COLLECTION a ALTER FIELD n TYPE any NOT NULL;"
                + "|UPDATE a SET n = CAST(n AS json) WHERE n IS NOT NULL;|ALTER COLLECTION a ALTER FIELD n TYPE json NOT NULL;"
                + "|ALTER COLLECTION a ALTER FIELD n SET DEFAULT {};"
        },
        {
            new AlterColumnOperation { Table = "a", Name = "n", ClrType = typeof(int) },
            "ALTER COLLECTION a ALTER FIELD n TYPE int32 NOT NULL;"
        },
        {
            new AddColumnOperation { Table = "a", Name = "n", ClrType = typeof(string), ColumnType = "json", DefaultValue = "[1]" },
            "ALTER COLLECTION a ADD FIELD n json NOT NULL DEFAULT [1];"
        },
        {
            new AddColumnOperation { Table = "a", Name = "n", ClrType = typeof(int), DefaultValue = 0, ComputedColumnSql = "x * 2" },
            "ALTER COLLECTION a ADD FIELD n int32 NOT NULL COMPUTED AS (x * 2);"
        },
        {
            new AlterColumnOperation
            {
                Table = "a", Name = "n", ClrType = typeof(int), ComputedColumnSql = "x * 2", DefaultValue = 0,
                OldColumn = new AddColumnOperation { ClrType = typeof(int), DefaultValue = 7 },
            },
            "ALTER COLLECTION a ALTER FIELD n DROP DEFAULT;|ALTER COLLECTION a ALTER FIELD n SET COMPUTED AS (x * 2);"
        },
        {
            new AlterColumnOperation
            {
                Table = "a", Name = "n", ClrType = typeof(int), ComputedColumnSql = "x * 2", DefaultValue = 0,
                OldColumn = new AddColumnOperation { ClrType = typeof(string), IsNullable = true },
            },
            "ALTER COLLECTION a ALTER FIELD n TYPE int32 NOT NULL, ALTER FIELD n SET COMPUTED AS (x * 2);"
        },
        {
            new AlterColumnOperation
            {
                Table = "a", Name = "n", ClrType = typeof(int), DefaultValue = 7,
                OldColumn = new AddColumnOperation { ClrType = typeof(int), IsNullable = true, ComputedColumnSql = "x * 2" },
            },
            "ALTER COLLECTION a ALTER FIELD n DROP COMPUTED;|ALTER COLLECTION a ALTER FIELD n SET DEFAULT 7;|UPDATE a SET n = 7 WHERE n IS NULL;"
                + "|ALTER COLLECTION a ALTER FIELD n TYPE int32 NOT NULL;"
        },
        { new AddColumnOperation { Table = "a", Name = "_seq", ClrType = typeof(long) }, "" },
        { new EnsureSchemaOperation { Name = "dbo" }, "" },
    };

    [Theory]
    [MemberData(nameof(Operations))]
    public void An_operation_is_a_definition(MigrationOperation operation, string expected)
    {
        using var context = new ConfiguredContext(_ => { });

        var commands = context.GetService<IMigrationsSqlGenerator>().Generate([operation]);

        Assert.Equal(expected, string.Join('|', commands.Select(command => command.CommandText.Trim())));
    }

    [Theory]
    [InlineData("DELETE FROM a;", "DELETE FROM a;")]
    [InlineData("DELETE FROM a -- all", "DELETE FROM a -- all\n;")]
    public void In_a_script_a_text_of_the_user_ends_its_statement(string text, string expected)
    {
        using var context = new ConfiguredContext(_ => { });

        var commands = context.GetService<IMigrationsSqlGenerator>()
            .Generate([new SqlOperation { Sql = text }], model: null, MigrationsSqlGenerationOptions.Script);

        Assert.Equal(expected, Assert.Single(commands).CommandText.Trim());
    }

    [Fact]
    public void What_the_engine_cannot_do_is_refused_by_name()
    {
        using var context = new ConfiguredContext(_ => { });
        var generator = context.GetService<IMigrationsSqlGenerator>();

        var failure = Assert.Throws<NotSupportedException>(() => generator.Generate([new CreateSequenceOperation { Name = "numbers", ClrType = typeof(long) }]));

        Assert.Equal(NedbStrings.SequencesNotSupported("numbers"), failure.Message);
        Assert.Throws<NotSupportedException>(() => generator.Generate([new DropIndexOperation { Name = "i" }]));
    }
}
