using Nedb.Query.Tests.Specs;
using Nedb.Storage.Schema;
using Nedb.Storage.Values;

namespace Nedb.Query.Tests.Binding;

public sealed class StaticTypesTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public StaticTypesTests() =>
        _database.Run("CREATE COLLECTION t (id int32 PRIMARY KEY, n int32, s int8, w uint32); INSERT INTO t VALUES (1, 2147483647, -128, 7)");

    [Theory]
    [InlineData("n + 1", FieldKind.Int64, 2147483648)]
    [InlineData("n - -1", FieldKind.Int64, 2147483648)]
    [InlineData("n * 2", FieldKind.Int64, 4294967294)]
    [InlineData("s * 2", FieldKind.Int64, -256)]
    [InlineData("(-n - 1) / -1", FieldKind.Int64, 2147483648)]
    [InlineData("- s", FieldKind.Int64, 128)]
    [InlineData("1 << -1", FieldKind.Int64, long.MinValue)]
    [InlineData("w + 1", FieldKind.Int64, 8)]
    [InlineData("n % 2", FieldKind.Int32, 1)]
    [InlineData("n & 15", FieldKind.Int32, 15)]
    [InlineData("n >> 1", FieldKind.Int32, 1073741823)]
    [InlineData("~n", FieldKind.Int32, int.MinValue)]
    public void A_column_of_arithmetic_has_a_type_that_holds_what_it_gives(string expression, FieldKind type, long expected)
    {
        using var result = _database.Execute($"FROM t SELECT {expression}");
        Assert.Equal(type, result.Columns[0].Type.Kind);
        Assert.True(result.Read());
        Assert.Equal(NedbValue.FromInt64(expected), result.GetValue(0));
    }

    public void Dispose() => _database.Dispose();
}
