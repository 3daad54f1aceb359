using Nedb.Query.Syntax;
using Nedb.Query.Syntax.Nodes;
using Nedb.Query.Syntax.Nodes.Queries;

namespace Nedb.Query.Tests.Syntax;

public sealed class KeywordsAsNamesTests
{
    [Theory]
    [InlineData("SELECT order FROM t", "`order`")]
    [InlineData("SELECT valid FROM t", "`valid`")]
    [InlineData("SELECT group, `from` FROM t", "`group`")]
    [InlineData("SELECT limit + 1 FROM t", "`limit` + 1")]
    [InlineData("SELECT from.to FROM t", "`from`.`to`")]
    [InlineData("SELECT select FROM t", "`select`")]
    [InlineData("SELECT search AND trace FROM t", "`search` AND `trace`")]
    [InlineData("SELECT left(name, 3) FROM t", "left(name, 3)")]
    [InlineData("SELECT date FROM t", "date")]
    [InlineData("SELECT date(x) FROM t", "date(x)")]
    [InlineData("SELECT count FROM t", "`count`")]
    public void A_keyword_is_a_name_where_a_value_is_expected(string text, string expected)
    {
        var query = (SelectSyntax)((QueryStatementSyntax)Parser.ParseStatement(text)).Query;
        Assert.StartsWith(expected, SyntaxPrinter.Print(query.Items![0].Expression), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FROM order", "order", null)]
    [InlineData("FROM from AS where", "from", "where")]
    [InlineData("FROM t AS of WHERE x", "t", "of")]
    [InlineData("FROM \"Order Details\" AS \"o\"", "Order Details", "o")]
    [InlineData("FROM `a``b` x", "a`b", "x")]
    public void A_source_may_be_called_like_a_keyword(string text, string name, string? alias)
    {
        var query = (SelectSyntax)((QueryStatementSyntax)Parser.ParseStatement(text)).Query;
        var source = Assert.IsType<CollectionSourceSyntax>(query.From);
        Assert.Equal((name, alias), (source.Name.Text, source.Alias?.Text));
    }
}
