using System.Collections;
using Nedb.Query.Diagnostics;
using Nedb.Query.Syntax;
using Nedb.Query.Syntax.Nodes;
using Nedb.Query.Syntax.Nodes.Expressions;

namespace Nedb.Query.Tests.Syntax;

public sealed class SyntaxPrinterTests
{
    private const int Trees = 2_000;

    [Fact]
    public void What_is_printed_is_parsed_to_the_same_tree()
    {
        for (var seed = 0; seed < Trees; seed++)
        {
            var tree = new RandomSyntax(seed).Statement(seed % 20 == 0 ? 4 : 1 + (seed % 3));
            var text = SyntaxPrinter.Print(tree);
            StatementSyntax again;
            try
            {
                again = Parser.ParseStatement(text);
            }
            catch (NqlException failure)
            {
                throw new InvalidOperationException($"seed {seed}: {failure.Message}\n{text}", failure);
            }

            if (tree != again)
                Assert.Fail($"seed {seed}: printed\n{text}\nand again\n{SyntaxPrinter.Print(again)}");
        }
    }

    [Fact]
    public void The_span_of_an_expression_is_its_own_text()
    {
        var checkedCount = 0;
        for (var seed = 0; seed < 200; seed++)
        {
            var text = SyntaxPrinter.Print(new RandomSyntax(seed).Query(1 + (seed % 3)));
            foreach (var expression in ExpressionsOf(Parser.ParseStatement(text)))
            {
                if (expression is StarSyntax or DefaultSyntax or RowSyntax { Items.Count: 1 })
                    continue;
                var slice = text.Substring(expression.Span.Offset, expression.Span.Length);
                Assert.True(expression == Parser.ParseExpression(slice),
                    $"seed {seed}: {expression.GetType().Name} has the span of '{slice}' in\n{text}");
                checkedCount++;
            }
        }

        Assert.True(checkedCount > 1_000);
    }

    [Theory]
    [InlineData("select a from t where x=1 and(y=2 and z=3)or not w", "FROM t WHERE x = 1 AND (y = 2 AND z = 3) OR NOT w SELECT a")]
    [InlineData("FROM t LIMIT 5 WHERE a ORDER BY b", "FROM t WHERE a ORDER BY b LIMIT 5")]
    [InlineData("SELECT 1 - (2 - 3), (1 - 2) - 3, -(-x), - -5, -5", "SELECT 1 - (2 - 3), 1 - 2 - 3, -(-x), -(-5), -5")]
    [InlineData("SELECT a | b ^ c & d << e + f * g", "SELECT a | b ^ c & d << e + f * g")]
    [InlineData("SELECT 1.50m, 1e3, 0x1F, .5, 'it''s', \"a\\u0041\"", "SELECT 1.50m, 1000.0, 31, 0.5, \"it's\", \"aA\"")]
    [InlineData("SELECT \"c\".\"City\" FROM \"Orders\" AS \"c\"", "FROM Orders AS c SELECT c.City")]
    [InlineData("UPDATE c SET a = 1 WHERE b", "FROM c WHERE b UPDATE SET a = 1")]
    [InlineData("UPDATE c AS x SET a = y.b FROM d AS y WHERE x.k = y.k",
        "FROM c AS x CROSS JOIN d AS y WHERE x.k = y.k UPDATE SET a = y.b")]
    [InlineData("UPDATE x SET a = y.b FROM c AS x JOIN d AS y ON x.k = y.k", "FROM c AS x JOIN d AS y ON x.k = y.k UPDATE x SET a = y.b")]
    [InlineData("DELETE FROM c WHERE b", "FROM c WHERE b DELETE")]
    [InlineData("SELECT a FROM t UNION SELECT b FROM u ORDER BY a LIMIT 3", "(FROM t SELECT a) UNION (FROM u SELECT b) ORDER BY a LIMIT 3")]
    [InlineData("SELECT 1 UNION SELECT 2 INTERSECT SELECT 3", "(SELECT 1) UNION ((SELECT 2) INTERSECT (SELECT 3))")]
    [InlineData("SELECT a FROM t OFFSET 5 ROWS FETCH NEXT 10 ROWS ONLY", "FROM t SELECT a OFFSET 5 LIMIT 10")]
    [InlineData("FROM t WHERE a IS TRUE AND b IS NOT FALSE", "FROM t WHERE a = true AND b != false")]
    public void Text_is_printed_in_one_form(string text, string expected) =>
        Assert.Equal(expected, SyntaxPrinter.Print(Parser.ParseStatement(text)));

    private static IEnumerable<ExpressionSyntax> ExpressionsOf(object node)
    {
        if (node is ExpressionSyntax expression)
            yield return expression;
        foreach (var property in node.GetType().GetProperties())
        {
            if (property.GetIndexParameters().Length > 0 || !property.CanRead)
                continue;
            var children = property.GetValue(node) switch
            {
                SyntaxNode child => [child],
                IEnumerable many and not string => many.OfType<SyntaxNode>(),
                _ => [],
            };
            foreach (var child in children)
                foreach (var found in ExpressionsOf(child))
                    yield return found;
        }
    }
}
