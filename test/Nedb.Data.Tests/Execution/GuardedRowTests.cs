using System.Data;

namespace Nedb.Data.Tests.Execution;

public class GuardedRowTests
{
    private static readonly Dictionary<string, Action<NedbDataReader>> Reads = new()
    {
        ["IsDBNull"] = reader => reader.IsDBNull(0),
        ["GetValue"] = reader => reader.GetValue(0),
        ["GetValues"] = reader => reader.GetValues(new object[1]),
        ["this[0]"] = reader => _ = reader[0],
        ["GetBoolean"] = reader => reader.GetBoolean(0),
        ["GetByte"] = reader => reader.GetByte(0),
        ["GetInt16"] = reader => reader.GetInt16(0),
        ["GetInt32"] = reader => reader.GetInt32(0),
        ["GetInt64"] = reader => reader.GetInt64(0),
        ["GetFloat"] = reader => reader.GetFloat(0),
        ["GetDouble"] = reader => reader.GetDouble(0),
        ["GetDecimal"] = reader => reader.GetDecimal(0),
        ["GetString"] = reader => reader.GetString(0),
        ["GetChar"] = reader => reader.GetChar(0),
        ["GetGuid"] = reader => reader.GetGuid(0),
        ["GetDateTime"] = reader => reader.GetDateTime(0),
        ["GetBytes"] = reader => reader.GetBytes(0, 0, null, 0, 0),
        ["GetChars"] = reader => reader.GetChars(0, 0, null, 0, 0),
        ["GetStream"] = reader => reader.GetStream(0),
        ["GetTextReader"] = reader => reader.GetTextReader(0),
        ["GetFieldValue<int>"] = reader => reader.GetFieldValue<int>(0),
        ["GetFieldValue<int?>"] = reader => reader.GetFieldValue<int?>(0),
        ["GetFieldValue<ulong>"] = reader => reader.GetFieldValue<ulong>(0),
        ["GetFieldValue<object>"] = reader => reader.GetFieldValue<object>(0),
        ["GetFieldValue<int[]>"] = reader => reader.GetFieldValue<int[]>(0),
        ["GetFieldValue<DateOnly>"] = reader => reader.GetFieldValue<DateOnly>(0),
    };

    public static TheoryData<string> Ways => [.. Reads.Keys];

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_value_that_cannot_be_computed_fails_as_the_provider_does_however_it_is_read(string way)
    {
        using var connection = Databases.Open();
        foreach (var text in new[] { "SELECT 1 / 0", "SELECT CAST(\"x\" AS int32)" })
        {
            using var command = connection.CreateCommand(text);
            using var reader = command.ExecuteReader();
            Assert.True(reader.Read());

            var error = Assert.Throws<NedbException>(() => Reads[way](reader));

            Assert.Equal((NedbErrorCode.ValueInvalid, 1, 8), (error.Code, error.Line, error.Column));
            Assert.Equal("22000", error.SqlState);
            Assert.False(reader.Read());
        }
    }

    [Fact]
    public async Task A_value_that_cannot_be_computed_fails_the_task_and_not_the_call()
    {
        await using var connection = Databases.Open();
        await using var command = connection.CreateCommand("SELECT 1 / 0");
        await using var reader = await command.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync());

        var value = reader.GetFieldValueAsync<int>(0);
        var isNull = reader.IsDBNullAsync(0);

        Assert.Equal(NedbErrorCode.ValueInvalid, (await Assert.ThrowsAsync<NedbException>(() => value)).Code);
        Assert.Equal(NedbErrorCode.ValueInvalid, (await Assert.ThrowsAsync<NedbException>(() => isNull)).Code);
        Assert.Equal(NedbErrorCode.ValueInvalid, (await Assert.ThrowsAsync<NedbException>(() => command.ExecuteScalarAsync())).Code);
    }

    [Fact]
    public void A_value_that_cannot_be_computed_fails_scalars_and_tables()
    {
        using var connection = Databases.OpenTeams();

        Assert.Equal(NedbErrorCode.ValueInvalid, Assert.Throws<NedbException>(() => Databases.Ask(connection, "SELECT 1 / 0")).Code);
        using var command = connection.CreateCommand("FROM teams SELECT id, 5 / (id - 2) AS n");
        using var reader = command.ExecuteReader();
        using var table = new DataTable();
        Assert.Equal(NedbErrorCode.ValueInvalid, Assert.Throws<NedbException>(() => table.Load(reader)).Code);
        Assert.Equal("Reds", Databases.Ask(connection, "FROM teams WHERE id = 1 SELECT name"));
    }

    [Fact]
    public void A_value_of_another_type_is_still_no_failure_of_the_database()
    {
        using var connection = Databases.Open();
        using var command = connection.CreateCommand("SELECT \"x\" || \"y\", 18446744073709551615 + 0, 300 + 0, null");
        using var reader = command.ExecuteReader();
        Assert.True(reader.Read());

        Assert.Throws<InvalidCastException>(() => reader.GetInt32(0));
        Assert.Throws<OverflowException>(() => reader.GetInt64(1));
        Assert.Throws<OverflowException>(() => reader.GetByte(2));
        Assert.Throws<InvalidCastException>(() => reader.GetInt64(3));
    }
}
