using Nedb.Storage.Values;

namespace Nedb.EntityFrameworkCore.Storage;

public class JsonTextTests
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
    public void A_number_keeps_all_its_digits(string json, ValueKind kind) => Assert.Equal(kind, JsonText.Parse(json).Kind);

    [Theory]
    [InlineData("[1,\"zwölf\",null,{\"a\":true,\"b\":1.50}]")]
    [InlineData("{}")]
    public void Text_comes_back_as_it_was(string json) => Assert.Equal(json, JsonText.Format(JsonText.Parse(json)));
}
