using Nedb.Storage.Values;

namespace Nedb.Data.Tests;

public class NedbJsonTests
{
    [Theory]
    [InlineData("12", ValueKind.Int64)]
    [InlineData("18446744073709551615", ValueKind.UInt64)]
    [InlineData("1.50", ValueKind.Decimal)]
    [InlineData("1E300", ValueKind.Double)]
    [InlineData("0.12345678901234567890123456789012345", ValueKind.Double)]
    [InlineData("\"x\"", ValueKind.String)]
    [InlineData("null", ValueKind.Null)]
    [InlineData("[1,{\"a\":true}]", ValueKind.Array)]
    public void A_number_keeps_all_its_digits(string json, ValueKind kind) => Assert.Equal(kind, NedbJson.Parse(json).Kind);

    [Theory]
    [InlineData("{} x")]
    [InlineData("{\"a\":1,\"a\":2}")]
    [InlineData("[1")]
    [InlineData("")]
    public void What_is_not_one_JSON_value_is_refused(string text) => Assert.Throws<FormatException>(() => NedbJson.Parse(text));

    [Theory]
    [InlineData("[1,\"zwölf\",null,{\"a\":true,\"b\":1.50}]")]
    [InlineData("{}")]
    public void Text_comes_back_as_it_was(string json) => Assert.Equal(json, NedbJson.Write(NedbJson.Parse(json)));
}
