using Nedb.Query.Diagnostics;
using Nedb.Query.Tests.Functions;
using Nedb.Query.Types;
using Nedb.Storage.Schema;
using Nedb.Storage.Values;

namespace Nedb.Query.Tests.Types;

public sealed class CastsTests
{
    [Theory]
    [InlineData("CAST(128 AS int8)", NqlErrorCode.ValueInvalid)]
    [InlineData("CAST(-1 AS uint64)", NqlErrorCode.ValueInvalid)]
    [InlineData("CAST(1e30 AS int64)", NqlErrorCode.ValueInvalid)]
    [InlineData("CAST(double 'NaN' AS int32)", NqlErrorCode.ValueInvalid)]
    [InlineData("CAST(1e300 AS single)", NqlErrorCode.ValueInvalid)]
    [InlineData("CAST(1e29 AS decimal)", NqlErrorCode.ValueInvalid)]
    [InlineData("CAST(1000m AS decimal(4,2))", NqlErrorCode.ValueInvalid)]
    [InlineData("CAST('12x' AS int32)", NqlErrorCode.ValueInvalid)]
    [InlineData("CAST('1,5' AS guid)", NqlErrorCode.ValueInvalid)]
    [InlineData("CAST('2024-02-30' AS date)", NqlErrorCode.ValueInvalid)]
    [InlineData("CAST('abcdef' AS string(3))", NqlErrorCode.ValueInvalid)]
    [InlineData("CAST('yes' AS bool)", NqlErrorCode.ValueInvalid)]
    [InlineData("CAST(duration '25:00:00' AS time)", NqlErrorCode.ValueInvalid)]
    [InlineData("CAST('{}' AS array)", NqlErrorCode.ValueInvalid)]
    [InlineData("CAST(date '2024-01-01' AS int32)", NqlErrorCode.TypeMismatch)]
    [InlineData("CAST(bytes 'ff' AS string)", NqlErrorCode.TypeMismatch)]
    [InlineData("CAST('ff' AS bytes)", NqlErrorCode.TypeMismatch)]
    [InlineData("CAST([1] AS int32)", NqlErrorCode.TypeMismatch)]
    public void What_does_not_fit_is_a_typed_error(string cast, NqlErrorCode code) =>
        Assert.Equal(code, Assert.Throws<NqlException>(() => Calculator.Compute(cast)).Code);

    [Fact]
    public void Integers_keep_every_bit_on_the_way_through_text()
    {
        foreach (var number in (long[])[long.MinValue, long.MaxValue, 0, (1L << 53) + 1])
        {
            var text = Casts.Cast(NedbValue.FromInt64(number), new FieldType(FieldKind.String));
            Assert.Equal(number, Casts.Cast(in text, new FieldType(FieldKind.Int64)).AsInt64());
        }
    }

    [Fact]
    public void A_value_of_the_type_is_that_value()
    {
        foreach (var literal in (string[])["1", "2.5", "1.50m", "'x'", "true", "date '2024-01-01'", "time '10:00:00'", "bytes 'ff'", "[1]",
            "{a: 1}",
            "timestamp '2024-01-01T10:00:00Z'", "timestamptz '2024-01-01T10:00:00+02:00'", "duration '01:00:00'",
                "guid '00000000-0000-0000-0000-000000000001'"])
        {
            var value = Calculator.Compute(literal);
            var kind = Enum.Parse<FieldKind>(value.Kind.ToString());
            Assert.Equal(Calculator.Show(value), Calculator.Show(Casts.Cast(in value, new FieldType(kind))));
        }
    }
}
