using Nedb.Query.Diagnostics;
using Nedb.Query.Syntax;

namespace Nedb.Query.Tests.Syntax;

public sealed class ParserErrorTests
{
    [Theory]
    [InlineData("FORM users", 1, 1, "did you mean 'FROM'?")]
    [InlineData("FROM users WHER age > 3", 1, 12, "did you mean 'WHERE'?")]
    [InlineData("FROM users ORDRE BY age", 1, 12, "did you mean 'ORDER'?")]
    [InlineData("FROM users\nWHERE age >\n  LIMIT 5 6", 3, 9, "expected a clause")]
    [InlineData("FROM users WHERE", 1, 17, "found the end of the text")]
    [InlineData("FROM users WHERE age = 1 WHERE b = 2", 1, 26,
        "WHERE at most once; the first stands at line 1, column 12; join the predicates with AND")]
    [InlineData("FROM users LIMIT 1 LIMIT 2", 1, 20, "LIMIT at most once")]
    [InlineData("SELECT a, FROM t", 1, 11, "expected a value")]
    [InlineData("SELECT FROM t", 1, 8, "expected a value")]
    [InlineData("SELECT (1 + 2", 1, 14, "expected ')'")]
    [InlineData("SELECT 'abc", 1, 8, "does not end")]
    [InlineData("SELECT 'a\\q'", 1, 10, "is not an escape")]
    [InlineData("SELECT /* never", 1, 8, "expected '*/'")]
    [InlineData("SELECT a == b", 1, 10, "did you mean '='?")]
    [InlineData("SELECT a && b", 1, 10, "did you mean AND?")]
    [InlineData("SELECT a::int", 1, 9, "CAST(value AS type)")]
    [InlineData("SELECT ?", 1, 8, "@name")]
    [InlineData("SELECT 12abc", 1, 8, "neither a number nor a name")]
    [InlineData("SELECT CAST(a AS strng)", 1, 18, "did you mean 'string'?")]
    [InlineData("SELECT CAST(a AS int32(5))", 1, 18, "cannot have these facets")]
    [InlineData("SELECT 99999999999999999999", 1, 8, "does not fit into 64 bits")]
    [InlineData("SELECT 0x1FFFFFFFFFFFFFFFFF", 1, 8, "does not fit into 64 bits; write fewer digits")]
    [InlineData("SELECT 0x", 1, 8, "'0x' begins a hexadecimal integer; expected digits behind it")]
    [InlineData("SELECT date \"2024-02-30\"", 1, 13, "expected yyyy-mm-dd")]
    [InlineData("SELECT guid 'nonsense'", 1, 13, "is not a guid")]
    [InlineData("FROM a JOIN b WHERE x", 1, 15, "expected ON")]
    [InlineData("FROM a JOIN b USING (x)", 1, 15, "USING is not in NQL")]
    [InlineData("FROM a CROSS JOIN b ON x", 1, 21, "a CROSS JOIN has no ON")]
    [InlineData("FROM a CROSS APPLY b", 1, 14, "JOIN LATERAL")]
    [InlineData("FROM dbo.t", 1, 9, "backticks")]
    [InlineData("FROM t WHERE a NOT = 1", 1, 16, "write NOT before it")]
    [InlineData("FROM t WHERE a IN ()", 1, 20, "IN []")]
    [InlineData("FROM t WHERE a GLOB 'x*'", 1, 16, "write LIKE")]
    [InlineData("FROM t SUM fee SELECT a", 1, 8, "short form")]
    [InlineData("FROM t ORDER BY a NULLS LAST", 1, 19, "null comes first ascending")]
    [InlineData("FROM t LIMIT 5, 10", 1, 15, "LIMIT count OFFSET start")]
    [InlineData("SELECT TOP 5 a FROM t", 1, 8, "write LIMIT")]
    [InlineData("SELECT a FROM t FOR UPDATE", 1, 17, "readers take no locks")]
    [InlineData("FROM t TRACE follows", 1, 14, "expected caused_by")]
    [InlineData("SELECT a FROM t ORDER BY a UNION SELECT b FROM u", 1, 28, "put the query in parentheses")]
    [InlineData("WITH RECURSIVE x AS (FROM t) FROM x", 1, 6, "RECURSIVE is not in NQL")]
    [InlineData("BEGIN TRANSACTION", 1, 1, "transactions are begun and ended")]
    [InlineData("MERGE INTO t", 1, 1, "write PUT")]
    [InlineData("TRUNCATE TABLE t", 1, 1, "FROM collection DELETE")]
    [InlineData("CREATE VIEW v AS SELECT 1", 1, 8, "collections and indexes")]
    [InlineData("CREATE TABLE t (a int32, a string)", 1, 26, "named twice")]
    [InlineData("CREATE TABLE t (a int32 PRIMARY KEY, b int32 PRIMARY KEY)", 1, 46, "one primary key")]
    [InlineData("CREATE UNIQUE INDEX i ON t (a) USING search", 1, 38, "cannot be UNIQUE")]
    [InlineData("INSERT INTO t (a, b) VALUES (1)", 1, 22, "expected 2 values")]
    [InlineData("INSERT INTO t VALUES (1, 2), (3)", 1, 30, "expected 2 values as in the first row")]
    [InlineData("INSERT INTO t (a, a) VALUES (1, 2)", 1, 19, "named twice")]
    [InlineData("INSERT INTO t (a) VALUES (1) ON CONFLICT DO NOTHING", 1, 30, "write PUT")]
    [InlineData("PUT t 5", 1, 7, "expected a document")]
    [InlineData("PUT t {a: 1, a: 2}", 1, 14, "occurs twice")]
    [InlineData("FROM t SELECT a DELETE", 1, 8, "cannot stand in a statement that writes")]
    [InlineData("FROM t UPDATE SET a = 1, a = 2", 1, 26, "assigned twice")]
    [InlineData("(FROM t) RETURNING a", 1, 10, "only in a statement that writes")]
    [InlineData("LINK a:1 -follows b:2", 1, 19, "expected '->'")]
    [InlineData("LINK a -follows-> b:2", 1, 8, "users:\"alice\"")]
    [InlineData("ALTER TABLE t MODIFY a int32", 1, 15, "expected ADD, DROP, RENAME, ALTER")]
    [InlineData("SELECT sum(a) OVER w FROM t", 1, 15, "named windows")]
    [InlineData("SELECT sum(a) OVER (ORDER BY a RANGE 5 PRECEDING) FROM t", 1, 32, "write ROWS")]
    public void An_error_names_the_place_and_what_was_expected(string text, int line, int column, string part)
    {
        var failure = Assert.Throws<NqlException>(() => Parser.ParseScript(text));
        Assert.Contains(part, failure.Message, StringComparison.Ordinal);
        Assert.Equal((line, column), (failure.Line, failure.Column));
    }

    [Theory]
    [InlineData("BEGIN", NqlErrorCode.NotSupported)]
    [InlineData("SELECT a FROM t FOR UPDATE", NqlErrorCode.NotSupported)]
    [InlineData("SELECT date 'x'", NqlErrorCode.ValueInvalid)]
    [InlineData("SELECT CAST(a AS nothing)", NqlErrorCode.UnknownName)]
    [InlineData("SELECT", NqlErrorCode.Syntax)]
    public void An_error_has_the_code_that_programs_decide_by(string text, NqlErrorCode code) =>
        Assert.Equal(code, Assert.Throws<NqlException>(() => Parser.ParseScript(text)).Code);
}
