using Nedb.Query.Syntax;

namespace Nedb.Query.Tests.Syntax;

public sealed class ParserTests
{
    [Theory]
    [InlineData("FROM users WHERE status = \"active\" ORDER BY age DESC LIMIT 10")]
    [InlineData("FROM policy AS OF 200 VALID AS OF \"2024-02-15\"")]
    [InlineData("FROM beliefs WHERE _id = \"dark_mode\" TRACE caused_by")]
    [InlineData("FROM users WHERE _id = \"alice\" TRAVERSE follows")]
    [InlineData("FROM jobs GROUP BY region SUM fee HAVING sum_fee > 10000 ORDER BY sum_fee DESC")]
    [InlineData("FROM jobs COUNT")]
    [InlineData("FROM jobs WHERE a.b[0].c = 1 AVG tax.rate MIN fee")]
    [InlineData("""
        FROM orders AS OF @seq AS o
        JOIN customers AS c ON o.customer_id = c.id
        LEFT JOIN LATERAL (FROM lines AS l WHERE l.order_id = o.id SELECT l.sku ORDER BY l.price DESC LIMIT 1) AS top
        WHERE c.country IN ("FR", "DE") AND EXISTS (FROM lines AS l WHERE l.order_id = o.id AND l.qty > 10)
        GROUP BY c.country
        HAVING COUNT(*) > 5
        SELECT c.country AS country, SUM(o.total) AS revenue, COUNT(DISTINCT o.customer_id) AS buyers
        ORDER BY revenue DESC
        OFFSET 20 LIMIT 10
        """)]
    [InlineData("SELECT DISTINCT c.\"City\" FROM \"Customers\" AS \"c\" WHERE \"c\".\"City\" LIKE 'A%' ESCAPE '\\\\' ORDER BY c.City")]
    [InlineData("SELECT 1; SELECT EXISTS (SELECT 1 FROM a); ; FROM b")]
    [InlineData("(SELECT a FROM t) UNION ALL (FROM u SELECT b ORDER BY b LIMIT 3) EXCEPT SELECT 1 INTERSECT SELECT 2 ORDER BY a LIMIT 5")]
    [InlineData("WITH x AS (FROM a), y(p, q) AS (VALUES (1, 2)) FROM x JOIN y ON x.a = y.p")]
    [InlineData("FROM (VALUES (0, @p1), (1, @p2)) AS v(_ord, value) ORDER BY _ord")]
    [InlineData("FROM VALUES (1), (2) AS v(a)")]
    [InlineData("FROM UNNEST(@list) WITH ORDINALITY AS u WHERE u.ordinality < 3")]
    [InlineData("FROM CAUSES((FROM beliefs WHERE _id = @p), 3) AS c")]
    [InlineData("FROM CHANGES(policy, 10, 20)")]
    [InlineData("SELECT ROW_NUMBER() OVER (PARTITION BY a, b ORDER BY c DESC ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM t")]
    [InlineData("SELECT STRING_AGG(name, ', ' ORDER BY name) FILTER (WHERE age > 3) FROM t")]
    [InlineData("SELECT CASE x WHEN 1 THEN 'a' ELSE NULL END, CASE WHEN a IS NOT NULL THEN b END, CAST(x AS decimal(18,2)) FROM t")]
    [InlineData("SELECT x IS NOT DISTINCT FROM y, a NOT IN (1, 2), b IN @list, c IN (FROM d), e NOT BETWEEN 1 AND 2 FROM t")]
    [InlineData("SELECT ((FROM a SELECT 1) + 2) * 3, ((FROM a) UNION (FROM b)), (a, b) = (1, 2)")]
    [InlineData("FROM t WHERE order = 5 AND from.limit > 3 OR select IS NULL ORDER BY group, limit DESC")]
    [InlineData("PUT users {_id: \"alice\", tags: [1, 1.5m], other: {\"a b\": null}} CAUSED BY 5, 6 EVIDENCE \"said\" CONFIDENCE 0.9")]
    [InlineData("INSERT INTO c (a, b) VALUES (1, DEFAULT), (2, 3) RETURNING a, _seq VALID FROM date \"2024-01-01\" TO date \"2025-01-01\"")]
    [InlineData("INSERT INTO c FROM d SELECT x, y WHERE x > 1 IDEMPOTENCY KEY \"k\"")]
    [InlineData("FROM c AS a JOIN b ON a.id = b.id WHERE b.x UPDATE SET y = b.z + 1, p.q[0] = DEFAULT RETURNING 1")]
    [InlineData("UPDATE c AS a SET x = a.x + 1 FROM d WHERE d.id = a.id CAUSED BY (FROM m WHERE _id = 1)")]
    [InlineData("FROM c WHERE x = 1 DELETE RETURNING _id")]
    [InlineData("DELETE FROM c AS a WHERE a.x = 1")]
    [InlineData("LINK users:\"alice\" -follows-> users:@id CAUSED BY 3")]
    [InlineData("UNLINK a:(1, \"x\") -r-> b:-5")]
    [InlineData("""
        CREATE TABLE IF NOT EXISTS orders (
            id int64 NOT NULL IDENTITY PRIMARY KEY, total decimal(18,2) NOT NULL DEFAULT 0.0m, name string(40) COLLATE ordinal_ignore_case,
            upper_name string COMPUTED AS (upper(name)), customer_id int64 REFERENCES customers (id) ON DELETE CASCADE,
            from date, to date COMMENT "end",
            CONSTRAINT ck CHECK (total >= 0m), UNIQUE (name, total), FOREIGN KEY (id) REFERENCES x ON DELETE SET NULL,
            PERIOD (from, to)) COMMENT "all"
        """)]
    [InlineData("""
        CREATE COLLECTION c (id int32, from date, to date, period date, PRIMARY KEY (id, from WITHOUT OVERLAPS), UNIQUE (to, period WITHOUT OVERLAPS),
            FOREIGN KEY (id, PERIOD from) REFERENCES d (id, PERIOD from), FOREIGN KEY (id, period) REFERENCES d,
            FOREIGN KEY (id, PERIOD period) REFERENCES d)
        """)]
    [InlineData("CREATE COLLECTION c")]
    [InlineData("CREATE UNIQUE INDEX IF NOT EXISTS i ON c (a, b DESC) USING ordered WHERE a IS NOT NULL")]
    [InlineData("""
        ALTER COLLECTION c ADD FIELD x int32 NOT NULL DEFAULT 5, ADD y string, DROP COLUMN z, RENAME FIELD a TO b, RENAME TO d,
        ALTER f TYPE int64 NOT NULL, ALTER FIELD f SET DEFAULT 3, ALTER f DROP DEFAULT, ALTER f SET COMPUTED AS (a + b),
        ALTER f DROP COMPUTED,
        ADD CONSTRAINT k UNIQUE (a), DROP CONSTRAINT k, RENAME INDEX i TO j, ADD PERIOD (a, b), DROP PERIOD, DROP PRIMARY KEY,
        ALTER f SET NOT NULL, ALTER f DROP NOT NULL,
        SET COMMENT "x", DROP COMMENT
        """)]
    [InlineData("DROP COLLECTION IF EXISTS c; DROP INDEX i ON c")]
    [InlineData("EXPLAIN ANALYZE FROM a WHERE b = 1")]
    public void A_statement_of_the_grammar_is_parsed(string text) => Assert.NotNull(Parser.ParseScript(text));
}
