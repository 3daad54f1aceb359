using Nedb.Data;

namespace Nedb.EntityFrameworkCore.Update;

public class JsonPathTests
{
    [Theory]
    [InlineData("{\"a\":1}", "$.a", "2", "{\"a\":2}")]
    [InlineData("{\"a\":{\"b\":[1,2]}}", "$.a.b[1]", "9", "{\"a\":{\"b\":[1,9]}}")]
    [InlineData("[{\"x\":1},{\"x\":2}]", "$[1].x", "null", "[{\"x\":1},{\"x\":null}]")]
    [InlineData("{}", "$.a.b", "\"new\"", "{\"a\":{\"b\":\"new\"}}")]
    [InlineData("[1]", "$[2]", "3", "[1,null,3]")]
    public void What_stands_at_a_path_is_replaced(string json, string path, string part, string expected) =>
        Assert.Equal(expected, NedbJson.Write(JsonPath.Replace(NedbJson.Parse(json), path, NedbJson.Parse(part))));
}
