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

    private static string[] Column(DataTable table, string name) => [.. table.Rows.Cast<DataRow>().Select(row => (string)row[name])];
}
