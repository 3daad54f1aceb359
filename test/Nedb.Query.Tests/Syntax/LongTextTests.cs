using Nedb.Query.Diagnostics;
using Nedb.Query.Tests.Specs;
using Nedb.Storage.Diagnostics;

namespace Nedb.Query.Tests.Syntax;

/// <summary>
/// What is long in the text may be deep in the tree. Strategy: everything that can be repeated is, from as often as is allowed to far
/// more; each text must run or be refused, on a thread whose stack is as small as that of a busy server. A stack that overflows ends the
/// process of the tests.
/// </summary>
public sealed class LongTextTests : IDisposable
{
    private const int StackBytes = 1 << 20;

    private readonly TestDatabase _database = new();

    public LongTextTests() => _database.Run("PUT zz {_id: 1, a: {b: 1}, n: 1}");

    public static TheoryData<string, string, string, string> Repeated { get; } = new()
    {
        { "members", "FROM zz SELECT a", ".b", "" },
        { "members of a parameter", "FROM zz SELECT {b: 1}", ".b", "" },
        { "members of an index", "FROM zz SELECT a[0]", ".b", "" },
        { "members assigned", "UPDATE zz SET a", ".b", " = 1" },
        { "indexes", "FROM zz SELECT a", "[0]", "" },
        { "collations", "FROM zz SELECT a", " COLLATE nocase", "" },
        { "IS NULL", "FROM zz SELECT n", " IS NULL", "" },
        { "BETWEEN", "FROM zz SELECT n", " BETWEEN 1 AND 2", "" },
        { "IN", "FROM zz SELECT n", " IN (1, TRUE)", "" },
        { "LIKE", "FROM zz SELECT 'a'", " LIKE 'b'", "" },
        { "comparisons", "FROM zz SELECT 1", " = 1", "" },
        { "sums", "FROM zz SELECT n", " + 1", "" },
        { "concatenations", "FROM zz SELECT 'a'", " || 'b'", "" },
        { "AND", "FROM zz SELECT n = 1", " AND n = 1", "" },
        { "OR", "FROM zz SELECT n = 1", " OR n = 1", "" },
        { "OR in WHERE", "FROM zz WHERE n = 1", " OR n = 1", "" },
        { "AND and OR in WHERE", "FROM zz WHERE n = 1", " AND n = 1 OR n = 2", "" },
        { "NOT", "FROM zz SELECT ", "NOT ", "TRUE" },
        { "minus", "FROM zz SELECT ", "- ", "n" },
        { "tilde", "FROM zz SELECT ", "~", "n" },
        { "parentheses", "FROM zz SELECT ", "(", "n" },
        { "lists", "FROM zz SELECT ", "[", "" },
        { "objects", "FROM zz SELECT ", "{a: ", "" },
        { "calls", "FROM zz SELECT ", "abs(", "n" },
        { "casts", "FROM zz SELECT ", "CAST(", "n" },
        { "CASE in ELSE", "FROM zz SELECT ", "CASE WHEN n = 2 THEN 1 ELSE ", "1" },
        { "CASE in WHEN", "FROM zz SELECT ", "CASE WHEN ", "1" },
        { "branches of CASE", "FROM zz SELECT CASE", " WHEN n = 2 THEN 1", " END" },
        { "subqueries", "FROM zz SELECT ", "(SELECT ", "n" },
        { "EXISTS", "FROM zz WHERE ", "EXISTS (FROM zz WHERE ", "n" },
        { "sources", "FROM ", "(FROM ", "zz" },
        { "UNION", "FROM zz SELECT n", " UNION SELECT 1", "" },
        { "UNION ALL", "FROM zz SELECT n", " UNION ALL SELECT 1", "" },
        { "INTERSECT", "FROM zz SELECT n", " INTERSECT SELECT 1", "" },
        { "cross joins", "FROM (SELECT 1 AS v) AS a", " CROSS JOIN (SELECT 1)", "" },
        { "commas", "FROM (SELECT 1 AS v) AS a", ", (SELECT 1)", "" },
        { "left joins", "FROM (SELECT 1 AS v) AS a", " LEFT JOIN (SELECT 1) ON TRUE", " COUNT" },
        { "EXPLAIN", "", "EXPLAIN ", "FROM zz" },
        { "IF", "", "IF TRUE THEN ", "FROM zz; END IF" },
        { "columns", "FROM zz SELECT n", ", n", "" },
        { "orderings", "FROM zz ORDER BY n", ", n", "" },
        { "rows", "VALUES (1)", ", (1)", "" },
        { "semicolons", "FROM zz", ";", "" },
        { "coalesce", "FROM zz SELECT coalesce(n", ", n", ")" },
    };

    [Theory]
    [MemberData(nameof(Repeated))]
    public void A_long_text_runs_or_is_refused(string what, string before, string repeated, string after)
    {
        foreach (var count in new[] { 255, 1_000, 1_024, 3_000, 20_000, 100_000 })
            RunOrRefuse($"{what} × {count}", before + string.Concat(Enumerable.Repeat(repeated, count)) + after);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(1_000)]
    [InlineData(10_000)]
    public void A_chain_of_common_tables_runs_or_is_refused(int count)
    {
        var tables = Enumerable.Range(1, count).Select(static i => $"c{i} AS (FROM c{i - 1} SELECT v + 1 AS v)");
        RunOrRefuse("common tables", $"WITH c0 AS (SELECT 1 AS v), {string.Join(", ", tables)} FROM c{count} WHERE v > 0 SELECT v");
    }

    [Fact]
    public void A_chain_of_common_tables_with_long_expressions_runs_or_is_refused()
    {
        var sum = string.Concat(Enumerable.Repeat(" + 1", 1_000));
        var tables = Enumerable.Range(1, 200).Select(i => $"c{i} AS (FROM c{i - 1} SELECT v{sum} AS v)");
        RunOrRefuse("common tables", $"WITH c0 AS (SELECT 1 AS v), {string.Join(", ", tables)} FROM c200 WHERE v > 0 SELECT v");
    }

    [Fact]
    public void A_name_of_many_parts_is_refused_where_it_gets_too_long()
    {
        var failure = Assert.Throws<NqlException>(() => _database.Run("FROM zz SELECT a" + string.Concat(Enumerable.Repeat(".b", 20_000))));
        Assert.Equal(NqlErrorCode.Syntax, failure.Code);
        Assert.Equal(1, failure.Line);
        Assert.Contains("deeper than", failure.Message);
    }

    public void Dispose() => _database.Dispose();

    private void RunOrRefuse(string what, string text)
    {
        Exception? unexpected = null;
        var thread = new Thread(Run, StackBytes);
        thread.Start();
        Assert.True(thread.Join(TimeSpan.FromMinutes(1)), what + " takes too long");
        Assert.True(unexpected is null, $"{what}: {unexpected}");

        void Run()
        {
            try
            {
                _database.Rows(text);
            }
            catch (Exception failure)
            {
                if (failure is not (NqlException or StorageException))
                    unexpected = failure;
            }
        }
    }
}
