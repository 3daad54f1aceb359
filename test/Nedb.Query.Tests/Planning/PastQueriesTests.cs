using System.Globalization;
using System.Text.RegularExpressions;
using Nedb.Query.Definitions;
using Nedb.Query.Tests.Specs;
using Nedb.Storage;
using Nedb.Storage.Values;
using Nedb.Testing.Io;

namespace Nedb.Query.Tests.Planning;

/// <summary>
/// What a query gives as of a seq is what it gave then. Strategy: random queries are answered at HEAD, then everything is changed, deleted
/// and written again while views go to disk, and the same queries are asked as of the seq of then, by every way of reading: with and
/// without indexes, in batches and row by row.
/// </summary>
public sealed partial class PastQueriesTests
{
    private const int QueriesPerSeed = 100;

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    public void Queries_as_of_a_seq_give_what_they_gave_then(int seed, bool isIndexed)
    {
        using var folder = new TempFolder();
        using var store = NedbStore.Open(folder["db"], new()
        {
            ExpressionCompiler = NqlExpressionCompiler.Instance,
            Synchronous = SynchronousMode.Off,
            MemtableBytes = 16 * 1024,
            CacheBytes = 64 * 1024,
        });
        using var database = new TestDatabase(store);
        var random = new RandomQueries(seed);
        database.Run(random.Data());
        if (isIndexed)
            foreach (var index in RandomQueries.Indexes)
                database.Run(index);
        var queries = Enumerable.Range(0, QueriesPerSeed).Select(_ => random.Next()).ToArray();
        var seqs = new List<long>();
        var answers = new List<string[][]>();
        for (var wave = 0; wave < 4; wave++)
        {
            seqs.Add(store.Seq);
            answers.Add(Array.ConvertAll(queries, query => database.Texts(query)));
            Change(database, wave);
        }

        Assert.True(answers[0].Sum(static rows => rows.Length) > QueriesPerSeed, "The queries should find something.");
        for (var wave = 0; wave < seqs.Count; wave++)
            for (var i = 0; i < queries.Length; i++)
            {
                var query = Past(queries[i], seqs[wave]);
                var actual = database.Texts(query);
                Assert.True(
                    answers[wave][i].SequenceEqual(actual),
                    $"seed {seed}\n{query}\nthen: {string.Join("; ", answers[wave][i])}\nnow:  {string.Join("; ", actual)}");
            }
    }

    [Fact]
    public void Conditions_on_a_history_keep_the_versions_that_they_keep_one_by_one()
    {
        using var database = new TestDatabase();
        database.Run(new RandomQueries(4).Data());
        for (var wave = 0; wave < 6; wave++)
            Change(database, wave);
        const string Columns = "_id, _seq, a, b, s, f, _superseded_seq";
        var all = database.Rows($"FROM HISTORY(t) SELECT {Columns}");
        Assert.True(all.Count > 500);
        Check("a > 3", static row => row[2].Kind == ValueKind.Int64 && row[2].AsInt64() > 3);
        Check("s = 'changed' AND f", static row => row[4].ToString() == "\"changed\""
            && row[5].Kind == ValueKind.Boolean && row[5].AsBoolean());
        Check("_superseded_seq IS NULL", static row => row[6].IsNull);
        Check("_superseded_seq - _seq > 40 AND b >= 2", static row => !row[6].IsNull && row[6].AsInt64() - row[1].AsInt64() > 40
            && row[3].Kind == ValueKind.Double && row[3].AsDouble() >= 2);

        void Check(string condition, Func<NedbValue[], bool> isKept)
        {
            var expected = all.Where(isKept)
                .Select(static row => string.Join(" | ", row.Select(static value => value.ToString()))).ToArray();
            Assert.NotEmpty(expected);
            Assert.Equal(expected, database.Texts($"FROM HISTORY(t) WHERE {condition} SELECT {Columns}"));
            Assert.Equal(
                [expected.Length.ToString(CultureInfo.InvariantCulture)], database.Texts($"FROM HISTORY(t) WHERE {condition} COUNT"));
        }
    }

    private static void Change(TestDatabase database, int wave)
    {
        database.Run("UPDATE t SET a = a + 1, s = 'changed' WHERE id % 3 = 0; UPDATE u SET t_id = t_id + 1 WHERE id % 2 = 0");
        database.Run("DELETE FROM t WHERE id % 5 = 1; DELETE FROM u WHERE id % 7 = 2");
        for (var id = 0; id < 60; id++)
            database.Run(string.Create(
                CultureInfo.InvariantCulture,
                $"PUT t {{id: {(id * 5 + wave) % 70}, a: {id % 6}, b: {id % 9}.5, s: 'ab', f: true}}; "
                + $"UPDATE u SET x = 'w{wave}' WHERE id = {id}"));
    }

    private static string Past(string query, long seq) =>
        Sources().Replace(query, match => string.Create(CultureInfo.InvariantCulture, $"{match.Groups[1].Value} AS OF {seq} AS"));

    [GeneratedRegex(@"((?:FROM|JOIN)\s+[tu]) AS")]
    private static partial Regex Sources();
}
