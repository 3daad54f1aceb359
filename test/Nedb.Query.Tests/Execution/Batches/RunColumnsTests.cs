using System.Globalization;
using Nedb.Query.Definitions;
using Nedb.Query.Tests.Specs;
using Nedb.Query.Writes;
using Nedb.Storage;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Transactions;
using Nedb.Storage.Values;
using Nedb.Testing.Io;

namespace Nedb.Query.Tests.Execution.Batches;

/// <summary>
/// What lies in runs is read column by column, and what lies in memory document by document; the answers are the same. Strategy: the same
/// rows, of every kind of value, with nulls, fields that were added later, changes and deletions, are written to a database that keeps
/// all in memory and to one that writes nearly everything to runs, and every query is asked of both, now, as of the past and in an open
/// transaction; twice, so that the second time finds what the first one decoded.
/// </summary>
public sealed class RunColumnsTests : IDisposable
{
    private const int Count = 3_000;

    private static readonly string[] Queries =
    [
        "FROM t{0} SELECT SUM(i), AVG(i), MIN(i), MAX(i), SUM(x), MIN(x), MAX(x), COUNT(*), COUNT(i)",
        "FROM t{0} SELECT SUM(m), MIN(m), MAX(m), MIN(d), MAX(d), MIN(at), MAX(at), MIN(s), MAX(s), MIN(big), SUM(big)",
        "FROM t{0} GROUP BY s SELECT s, COUNT(*), SUM(i), SUM(m)",
        "FROM t{0} GROUP BY at SELECT at, COUNT(*)",
        "FROM t{0} GROUP BY d, f SELECT d, f, COUNT(*), SUM(x)",
        "FROM t{0} GROUP BY mixed SELECT mixed, COUNT(*)",
        "FROM t{0} GROUP BY late SELECT late, COUNT(*), SUM(i)",
        "FROM t{0} SELECT COUNT(DISTINCT s), COUNT(DISTINCT i), COUNT(DISTINCT at), COUNT(DISTINCT mixed), COUNT(DISTINCT unlike)",
        "SELECT DISTINCT s, i FROM t{0}",
        "SELECT DISTINCT at, f FROM t{0}",
        "FROM t{0} WHERE s = 'word 3' SELECT id, s, i",
        "FROM t{0} WHERE s != 'word 3' AND i < 40 SELECT id, s",
        "FROM t{0} WHERE s LIKE '%rd 1%' SELECT id, s",
        "FROM t{0} WHERE unlike LIKE '%7%' SELECT id, unlike",
        "FROM t{0} WHERE unlike LIKE '%7thing%' COUNT",
        "FROM t{0} WHERE unlike NOT LIKE '%1%' SELECT id",
        "FROM t{0} WHERE unlike LIKE 'thing 1%' AND s LIKE '%5' SELECT id",
        "FROM t{0} WHERE s LIKE '%' COUNT",
        "FROM t{0} WHERE at > timestamp '2024-01-01T00:00:20' AND at <= timestamp '2024-01-01T00:00:40' SELECT id, at",
        "FROM t{0} WHERE at = timestamp '2024-01-01T00:00:20' SELECT id",
        "FROM t{0} WHERE m >= 12.5m AND m != 20m SELECT id, m",
        "FROM t{0} WHERE x < 7.5 AND x >= 2 SELECT id, x",
        "FROM t{0} WHERE d < date '2024-01-04' SELECT id, d",
        "FROM t{0} WHERE f SELECT id",
        "FROM t{0} WHERE late = 'late' SELECT id, late",
        "FROM t{0} WHERE i = 5 OR s = 'word 1' SELECT id, mixed",
        "FROM t{0} SELECT id, s ORDER BY at DESC, id LIMIT 20",
        "FROM t{0} SELECT id, s ORDER BY s, x DESC LIMIT 20 OFFSET 30",
        "FROM t{0} SELECT id ORDER BY m DESC, unlike LIMIT 15",
        "FROM t{0} SELECT id ORDER BY mixed, id LIMIT 15",
        "FROM t{0} WHERE id >= 700 AND id < 760 SELECT id, i, x, m, s, d, f, at, big, mixed, late, unlike, bytes",
        "FROM t{0} AS a JOIN t{0} AS b ON a.i = b.id GROUP BY b.s SELECT b.s, COUNT(*), SUM(a.x), MAX(b.unlike)",
        "FROM t{0} AS a WHERE EXISTS (FROM t{0} AS b WHERE b.i = a.id AND b.x > 3) SELECT a.id, a.s",
        "FROM t{0} SELECT id, ROW_NUMBER() OVER (PARTITION BY s ORDER BY i, id), SUM(i) OVER (PARTITION BY s ORDER BY id)",
    ];

    private readonly TempFolder _folder = new();
    private readonly TestDatabase _inMemory = new();
    private readonly TestDatabase _onDisk;

    public RunColumnsTests()
    {
        _onDisk = new(NedbStore.Open(_folder["db"], new()
        {
            ExpressionCompiler = NqlExpressionCompiler.Instance,
            Synchronous = SynchronousMode.Off,
            MemtableBytes = 64 * 1024,
            CacheBytes = 1024 * 1024,
        }));
        foreach (var database in Both)
            Fill(database);
    }

    private TestDatabase[] Both => [_inMemory, _onDisk];

    [Fact]
    public void Runs_answer_as_memory_does_now_and_as_of_the_past()
    {
        var seq = _inMemory.Store.Seq;
        Assert.Equal(seq, _onDisk.Store.Seq);
        foreach (var database in Both)
            Change(database);
        Assert.Equal(_inMemory.Store.Seq, _onDisk.Store.Seq);
        for (var turn = 0; turn < 2; turn++)
        {
            Check("");
            Check(string.Create(CultureInfo.InvariantCulture, $" AS OF {seq}"));
            Check(string.Create(CultureInfo.InvariantCulture, $" AS OF {seq + 400}"));
        }
    }

    [Fact]
    public void The_writes_of_an_open_transaction_are_seen_among_what_lies_in_runs()
    {
        foreach (var database in Both)
        {
            database.Session.Begin();
            database.Run("UPDATE t SET s = 'mine', x = x + 1 WHERE id % 11 = 0; DELETE FROM t WHERE id % 13 = 5");
        }

        Check("");
        foreach (var database in Both)
            database.Session.Rollback();
        Check("");
    }

    [Fact]
    public void Documents_that_change_again_and_again_answer_the_same_from_every_layer()
    {
        var seqs = new List<long>();
        for (var round = 0; round < 4; round++)
        {
            foreach (var database in Both)
            {
                database.Run("UPDATE t SET big = big + 1; DELETE FROM t WHERE id % 29 = 7");
                database.Run(string.Create(
                    CultureInfo.InvariantCulture, $"UPDATE t SET bytes = NULL, big = {round} WHERE id % 5 = {round}"));
            }

            seqs.Add(_inMemory.Store.Seq - 500);
        }

        Check("");
        foreach (var seq in seqs)
            Check(string.Create(CultureInfo.InvariantCulture, $" AS OF {seq}"));
    }

    [Fact]
    public void A_field_of_an_erased_version_is_refused_and_the_others_are_read()
    {
        foreach (var database in Both)
        {
            var id = database.Rows("FROM t WHERE id = 100 SELECT _seq")[0][0].AsInt64();
            database.Run("UPDATE t SET i = 1 WHERE id = 100");
            using (var transaction = database.Store.BeginTransaction())
            {
                Assert.Equal(1, transaction.Erase(1, [id], null, WriteMetadata.None));
                transaction.Commit();
            }

            var texts = database.Texts(
                string.Create(CultureInfo.InvariantCulture, $"FROM t AS OF {id} WHERE id < 90 SELECT SUM(i), MAX(s), COUNT(*)"));
            Assert.Single(texts);
            var refused = Assert.Throws<StorageException>(() => database.Texts(
                string.Create(CultureInfo.InvariantCulture, $"FROM t AS OF {database.Store.Seq - 2} WHERE id < 190 SELECT SUM(i), MAX(s)")));
            Assert.Equal(StorageErrorCode.Erased, refused.Code);
        }

        Check("");
    }

    public void Dispose()
    {
        _inMemory.Dispose();
        _onDisk.Dispose();
        _folder.Dispose();
    }

    private void Check(string moment)
    {
        foreach (var query in Queries)
        {
            var text = query.Replace("{0}", moment);
            var expected = _inMemory.Texts(text);
            Assert.True(expected.Length > 0, text);
            var actual = _onDisk.Texts(text);
            Assert.True(expected.SequenceEqual(actual), $"{text}\nin memory: {expected.Length} rows, on disk: {actual.Length}");
        }
    }

    private static void Fill(TestDatabase database)
    {
        database.Run(
            "CREATE COLLECTION t (id int32 PRIMARY KEY, i int32, x double, m decimal, s string, d date, f bool, at timestamp, big int64, "
            + "mixed any, unlike string, bytes bytes)");
        for (var start = 0; start < Count; start += 100)
        {
            // Fields that came later: what was written before does not carry them.
            if (start == 1_000)
                database.Run("ALTER COLLECTION t ADD FIELD late string DEFAULT 'early'");
            database.Session.Write([.. Enumerable.Range(start, 100).Select(Row)]);
        }

        database.Run("UPDATE t SET late = 'late' WHERE id % 29 = 2");
    }

    private static void Change(TestDatabase database)
    {
        database.Run("UPDATE t SET i = i + 1, s = 'changed' WHERE id % 17 = 0; DELETE FROM t WHERE id % 19 = 3");
        database.Run("UPDATE t SET unlike = 'thing 77thing', m = NULL WHERE id % 23 = 1");
        for (var id = 0; id < Count; id += 40)
            database.Run(string.Create(CultureInfo.InvariantCulture, $"UPDATE t SET at = NULL, x = {id % 9}.5 WHERE id = {id}"));
    }

    private static TypedWrite Row(int id)
    {
        string[] fields = ["id", "i", "x", "m", "s", "d", "f", "at", "big", "mixed", "unlike", "bytes"];
        NedbValue[] values =
        [
            NedbValue.FromInt64(id),
            id % 31 == 0 ? default : NedbValue.FromInt64(id * 7 % 1_000 - 100),
            id % 37 == 0 ? default : NedbValue.FromDouble(id * 3 % 80 / 4.0),
            id % 41 == 0 ? default : NedbValue.FromDecimal(id * 11 % 400 * 0.25m),
            id % 43 == 0 ? default : NedbValue.FromString("word " + id % 9),
            id % 47 == 0 ? default : NedbValue.FromDate(new DateOnly(2024, 1, 1).AddDays(id % 7)),
            id % 53 == 0 ? default : NedbValue.FromBoolean(id % 3 == 0),
            id % 59 == 0 ? default : NedbValue.FromTimestamp(new DateTime(2024, 1, 1, 0, 0, 0, KindOf(id)).AddSeconds(id * 13 % 100)),
            NedbValue.FromInt64(id % 5 == 0 ? id * 10_000_000_000L : id),
            (id % 6) switch
            {
                0 => NedbValue.FromInt64(id % 20),
                1 => NedbValue.FromString("m" + id % 5),
                2 => NedbValue.FromDouble(id % 20 / 2.0),
                _ => id < 2_000 ? NedbValue.FromInt64(id % 10) : default,
            },
            NedbValue.FromString("thing " + id),
            NedbValue.FromBytes([(byte)id, 7]),
        ];
        return new() { Kind = WriteKind.Insert, Collection = "t", SetFields = fields, SetValues = values };
    }

    private static DateTimeKind KindOf(int id) => id < 1_500 ? DateTimeKind.Unspecified : (DateTimeKind)(id % 2);
}
