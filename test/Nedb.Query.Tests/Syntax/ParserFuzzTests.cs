using Nedb.Query.Diagnostics;
using Nedb.Query.Syntax;

namespace Nedb.Query.Tests.Syntax;

public sealed class ParserFuzzTests
{
    private const int Texts = 20_000;

    private static readonly string[] Pieces =
    [
        "FROM", "SELECT", "WHERE", "(", ")", "[", "]", "{", "}", ",", ".", ";", ":", "->", "-", "--", "/*", "*/", "*", "=", "!=", "<",
        "||", "@p", "@", "`a`", "`", "\"x\"",
        "'", "\"", "\\", "1", "1.5m", "0x", "99999999999999999999", "1e999", "NOT", "NULL", "CASE", "WHEN", "END", "IN", "LIKE", "BETWEEN",
        "AND", "OR", "AS", "OF", "VALID",
        "JOIN", "LATERAL", "ON", "GROUP", "BY", "ORDER", "LIMIT", "UNION", "WITH", "VALUES", "INSERT", "INTO", "UPDATE", "SET", "DELETE",
        "PUT", "LINK", "CREATE", "TABLE",
        "ALTER", "DROP", "INDEX", "date", "a", "名", "\ud83d", "\0", "\u2028", "COUNT", "OVER", "CAST", "EXISTS", "EXPLAIN", "DEFAULT",
        "CAUSED", "TRACE", "caused_by",
    ];

    [Fact]
    public void Any_text_is_parsed_or_refused_with_a_place_in_it()
    {
        var random = new Random(20261123);
        var refused = 0;
        for (var i = 0; i < Texts; i++)
        {
            var text = i % 4 == 0 ? Noise(random) : Mutated(random, i);
            try
            {
                Parser.ParseScript(text);
            }
            catch (NqlException failure)
            {
                refused++;
                Assert.InRange(failure.Line, 1, 1 + text.Count(letter => letter is '\n' or '\r'));
                Assert.InRange(failure.Column, 1, text.Length + 1);
                Assert.NotEqual("", failure.Message);
            }
        }

        Assert.InRange(refused, Texts / 2, Texts - 1);
    }

    [Theory]
    [InlineData("(", ")", "1")]
    [InlineData("NOT ", "", "a")]
    [InlineData("- ", "", "a")]
    [InlineData("~", "", "a")]
    [InlineData("[", "]", "1")]
    [InlineData("{a:", "}", "1")]
    [InlineData("f(", ")", "1")]
    [InlineData("(SELECT ", ")", "1")]
    [InlineData("EXISTS (FROM t WHERE ", ")", "a")]
    [InlineData("CASE WHEN ", " THEN 1 END", "a")]
    [InlineData("a = ANY (", ")", "b")]
    [InlineData("x IN (", ")", "1")]
    [InlineData("a[", "]", "1")]
    public void Nesting_beyond_the_limit_is_a_typed_error(string open, string close, string core)
    {
        var allowed = Nested(open, close, core, 40);
        Parser.ParseScript($"SELECT {allowed}");
        foreach (var depth in (int[])[300, 100_000])
        {
            var failure = Assert.Throws<NqlException>(() => Parser.ParseScript($"SELECT {Nested(open, close, core, depth)}"));
            Assert.Equal(NqlErrorCode.Syntax, failure.Code);
        }
    }

    [Theory]
    [InlineData(" + 1")]
    [InlineData(" = 1")]
    [InlineData(" IS NULL")]
    [InlineData("[0]")]
    [InlineData(" COLLATE x")]
    [InlineData(" UNION SELECT a")]
    public void A_chain_that_makes_too_high_a_tree_is_a_typed_error(string link)
    {
        Parser.ParseScript("SELECT a" + string.Concat(Enumerable.Repeat(link, 200)));
        var failure = Assert.Throws<NqlException>(() => Parser.ParseScript("SELECT a" + string.Concat(Enumerable.Repeat(link, 3_000))));
        Assert.Equal(NqlErrorCode.Syntax, failure.Code);
    }

    [Theory]
    [InlineData(" OR a = 1")]
    [InlineData(" AND a = 1")]
    [InlineData(", a = 1 + 2")]
    [InlineData(", a[1]")]
    public void Long_lists_of_predicates_and_columns_are_no_nesting(string link) =>
        Parser.ParseScript("SELECT a" + string.Concat(Enumerable.Repeat(link, 5_000)));

    [Fact]
    public void A_text_longer_than_the_limit_is_refused()
    {
        var failure = Assert.Throws<NqlException>(() => Parser.ParseScript(new string(' ', Lexer.MaxTextLength + 1)));
        Assert.Contains("16777216", failure.Message, StringComparison.Ordinal);
    }

    private static string Nested(string open, string close, string core, int depth) =>
        string.Concat(Enumerable.Repeat(open, depth)) + core + string.Concat(Enumerable.Repeat(close, depth));

    private static string Noise(Random random) =>
        string.Join(random.Next(3) == 0 ? "" : " ", Enumerable.Range(0, 1 + random.Next(20)).Select(_ =>
            Pieces[random.Next(Pieces.Length)]));

    private static string Mutated(Random random, int seed)
    {
        var text = SyntaxPrinter.Print(new RandomSyntax(seed % 997).Statement(seed % 3));
        for (var changes = 1 + random.Next(3); changes > 0; changes--)
        {
            var at = random.Next(text.Length + 1);
            var length = Math.Min(random.Next(8), text.Length - at);
            text = random.Next(3) switch
            {
                0 => text.Remove(at, length),
                1 => text.Insert(at, Pieces[random.Next(Pieces.Length)]),
                _ => text.Insert(random.Next(text.Length + 1), text.Substring(at, length)),
            };
        }

        return text;
    }
}
