using System.Data;

namespace Nedb.Data.Tests.Schema;

public class SchemaTablesTests
{
    [Fact]
    public void Every_list_names_itself_and_its_restrictions()
    {
        using var connection = Databases.OpenTeams();
        var lists = connection.GetSchema();

        foreach (DataRow list in lists.Rows)
        {
            var name = (string)list["CollectionName"];
            Assert.Equal(name, connection.GetSchema(name.ToUpperInvariant()).TableName);
            var tooMany = new string[(int)list["NumberOfRestrictions"] + 1];
            Assert.Throws<ArgumentException>(() => connection.GetSchema(name, tooMany));
        }

        Assert.Contains("Known", Assert.Throws<ArgumentException>(() => connection.GetSchema("Nothing")).Message);
    }

    [Fact]
    public void Collections_fields_indexes_and_references_are_listed()
    {
        using var connection = Databases.OpenTeams();

        Assert.Equal(["players", "teams"], Column(connection.GetSchema("Tables"), "TABLE_NAME"));
        Assert.Equal(["teams"], Column(connection.GetSchema("Collections", ["teams"]), "TABLE_NAME"));
        var fields = connection.GetSchema("Columns", ["players"]);
        Assert.Equal(["id", "team_id", "name", "goals", "fee"], Column(fields, "COLUMN_NAME"));
        Assert.Equal(["int64", "int32", "string", "int32", "decimal(18,2)"], Column(fields, "DATA_TYPE"));
        Assert.Equal(true, fields.Rows[0]["IS_IDENTITY"]);
        Assert.Equal(1, fields.Rows[0]["KEY_POSITION"]);
        Assert.Equal(false, fields.Rows[2]["IS_NULLABLE"]);
        Assert.Equal(18, fields.Rows[4]["NUMERIC_PRECISION"]);
        Assert.Equal(["goals"], Column(connection.GetSchema("Fields", ["players", "goals"]), "COLUMN_NAME"));
        Assert.Contains("name", Column(connection.GetSchema("IndexColumns", ["teams"]), "COLUMN_NAME"));
        Assert.Equal(2, connection.GetSchema("Indexes", ["teams"]).Rows.Count);
        var reference = Assert.Single(connection.GetSchema("ForeignKeys").Rows.Cast<DataRow>());
        Assert.Equal(("players", "team_id", "teams", "id"),
            (reference["TABLE_NAME"], reference["COLUMN_NAME"], reference["REFERENCED_TABLE_NAME"], reference["REFERENCED_COLUMN_NAME"]));
    }

    [Fact]
    public void A_result_knows_its_keys_and_identities()
    {
        using var connection = Databases.OpenTeams();
        using var reader = connection.CreateCommand("FROM players SELECT id, name AS who, goals + 1 AS more").ExecuteReader();
        var columns = reader.GetColumnSchema();

        Assert.Equal([true, false, false], columns.Select(column => column.IsKey!.Value));
        Assert.True(columns[0].IsAutoIncrement);
        Assert.True(columns[1].IsAliased);
        Assert.Equal(("players", "name"), (columns[1].BaseTableName, columns[1].BaseColumnName));
        Assert.True(columns[2].IsExpression);
        Assert.False(columns[1].AllowDBNull);
    }

    [Theory]
    [InlineData("FROM players SELECT id, name", true)]
    [InlineData("FROM (FROM players WHERE id > 0) AS p SELECT p.id, p.name", true)]
    [InlineData("FROM players SELECT name", false)]
    [InlineData("FROM players AS p JOIN players AS q ON p.id <= q.id SELECT p.id, q.name", false)]
    [InlineData("FROM (FROM players AS p JOIN players AS q ON p.id <= q.id SELECT p.id, q.name) AS r SELECT r.id, r.name", false)]
    [InlineData("FROM HISTORY(players)", false)]
    [InlineData("FROM HISTORY(players) SELECT id", false)]
    [InlineData("FROM players AS p JOIN UNNEST([1, 2]) AS v ON true SELECT p.id", false)]
    [InlineData("FROM players SELECT id UNION ALL FROM players SELECT id", false)]
    public void A_result_has_a_key_where_its_rows_have_one_and_can_be_loaded(string query, bool hasKey)
    {
        using var connection = Databases.OpenTeams();
        connection.CreateCommand("UPDATE players SET goals = 99").ExecuteNonQuery();
        using var table = new DataTable();

        using (var reader = connection.CreateCommand(query).ExecuteReader())
        {
            Assert.Equal(hasKey, reader.GetColumnSchema().Any(column => column.IsKey is true));
            Assert.Equal(hasKey, reader.GetColumnSchema().Any(column => column.IsUnique is true));
            table.Load(reader);
        }

        Assert.NotEqual(0, table.Rows.Count);
        Assert.Equal(hasKey, table.PrimaryKey.Length > 0);
    }

    [Fact]
    public void A_part_of_a_key_and_a_field_that_may_be_null_are_not_unique()
    {
        using var connection = Databases.OpenTeams();
        connection.CreateCommand(
            """
            CREATE COLLECTION seats (line int32, place int32, guest string, PRIMARY KEY (line, place), UNIQUE (guest));
            INSERT INTO seats (line, place, guest) VALUES (1, 1, "a"), (1, 2, NULL), (1, 3, NULL)
            """).ExecuteNonQuery();

        foreach (var query in (string[])["FROM seats SELECT line, guest", "FROM seats"])
        {
            using var table = new DataTable();
            using var reader = connection.CreateCommand(query).ExecuteReader();
            table.Load(reader);
            Assert.Equal(3, table.Rows.Count);
        }
    }

    [Fact]
    public void What_must_have_a_value_now_may_be_null_in_the_past()
    {
        using var connection = Databases.OpenTeams();
        connection.CreateCommand("CREATE COLLECTION notes (id int32 PRIMARY KEY, text string)").ExecuteNonQuery();
        connection.CreateCommand("INSERT INTO notes (id, text) VALUES (1, NULL)").ExecuteNonQuery();
        var seq = (long)connection.CreateCommand("FROM notes SELECT _seq").ExecuteScalar()!;
        connection.CreateCommand("UPDATE notes SET text = ''").ExecuteNonQuery();
        connection.CreateCommand("ALTER COLLECTION notes ALTER FIELD text TYPE string NOT NULL").ExecuteNonQuery();
        using var table = new DataTable();

        using (var reader = connection.CreateCommand($"FROM notes AS OF {seq} SELECT id, text").ExecuteReader())
            table.Load(reader);

        Assert.Equal(DBNull.Value, table.Rows[0][1]);
        Assert.True(table.Columns[1].AllowDBNull);
    }

    private static string[] Column(DataTable table, string name) => [.. table.Rows.Cast<DataRow>().Select(row => (string)row[name])];
}
