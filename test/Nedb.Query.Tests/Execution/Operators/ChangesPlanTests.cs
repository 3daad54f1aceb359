using System.Globalization;
using Nedb.Query.Tests.Specs;

namespace Nedb.Query.Tests.Execution.Operators;

/// <summary>CHANGES, and histories from a seq on, compared with the states and the versions that they tell of.</summary>
public sealed class ChangesPlanTests : IDisposable
{
    private const int Keys = 1_000;

    private readonly TestDatabase _database = new();

    public ChangesPlanTests()
    {
        _database.Run("CREATE COLLECTION a (id int32 PRIMARY KEY, x int32); CREATE COLLECTION b (id int32 PRIMARY KEY)");
        _database.Run("INSERT INTO a (id, x) VALUES " + string.Join(", ", Enumerable.Range(0, Keys).Select(static id => $"({id}, {id})")));
        var random = new Random(1);
        for (var turn = 0; turn < 120; turn++)
        {
            var id = random.Next(30);
            _database.Run(random.Next(4) switch
            {
                0 => $"DELETE FROM a WHERE id = {id}",
                1 => $"PUT b {{id: {turn}}}",
                2 => $"PUT a {{id: {id}, x: {random.Next(3)}}}",
                _ => $"UPDATE a SET x = {random.Next(3)} WHERE id = {id}",
            });
        }
    }

    public void Dispose() => _database.Dispose();

    [Fact]
    public void A_change_is_told_by_the_two_states_however_far_apart_they_are()
    {
        var last = _database.Store.Seq;
        var random = new Random(2);
        for (var turn = 0; turn < 40; turn++)
        {
            var to = turn % 3 == 0 ? last : last - random.Next(60);
            var from = turn % 5 == 0 ? random.Next(Keys) : to - random.Next(70);
            Assert.Equal(Expected(from, to), _database.Texts($"FROM CHANGES(a, {from}, {to}) SELECT _id, action, before.x, after.x"));
        }

        List<string> Expected(long from, long to)
        {
            var before = StateAt(from);
            var after = StateAt(to);
            return [.. before.Keys.Union(after.Keys).Order()
                .Select(id => (Id: id, Old: before.GetValueOrDefault(id), New: after.GetValueOrDefault(id)))
                .Where(static change => change.Old != change.New)
                .Select(static change => $"{change.Id} | "
                    + $"\"{(change.Old is null ? "insert" : change.New is null ? "delete" : "update")}\" | "
                    + $"{change.Old ?? "null"} | {change.New ?? "null"}")];
        }

        Dictionary<int, string> StateAt(long seq) => _database.Rows($"FROM a AS OF {seq} SELECT id, x")
            .ToDictionary(static row => (int)row[0].AsInt64(), static row => row[1].ToString());
    }

    [Theory]
    [InlineData("_seq > {0}", "_seq + 0 > {0}")]
    [InlineData("_seq >= {0}", "_seq + 0 >= {0}")]
    [InlineData("{0} < _seq AND id < 20", "{0} < _seq + 0 AND id + 0 < 20")]
    [InlineData("_seq > {0} AND _seq < {0} + 15", "_seq + 0 > {0} AND _seq + 0 < {0} + 15")]
    [InlineData("_seq > null", "_seq + 0 > null")]
    [InlineData("_seq > {0} + 0.5", "_seq + 0 > {0} + 0.5")]
    public void A_history_from_a_seq_on_has_the_versions_of_the_whole(string condition, string walked)
    {
        var last = _database.Store.Seq;
        foreach (var seq in (long[])[-3, 0, 1, 5, last - 100, last - 40, last - 3, last - 1, last, last + 5, long.MaxValue - 20])
        {
            const string Columns = "_id, _seq, _deleted, x, _superseded_seq";
            Assert.Equal(
                _database.Texts(string.Format(CultureInfo.InvariantCulture, $"FROM HISTORY(a) WHERE {walked} SELECT {Columns}", seq)),
                _database.Texts(string.Format(CultureInfo.InvariantCulture, $"FROM HISTORY(a) WHERE {condition} SELECT {Columns}", seq)));
        }
    }

    [Theory]
    [InlineData("FROM CHANGES(a, {0}, {1}) SELECT COUNT(*)")]
    [InlineData("FROM HISTORY(a) WHERE _seq > {0} AND _seq <= {1} SELECT COUNT(*)")]
    public void A_few_changes_of_many_documents_take_little_memory(string query)
    {
        for (var first = Keys; first < 20_000; first += 1_000)
            _database.Run("INSERT INTO a (id, x) VALUES "
                + string.Join(", ", Enumerable.Range(first, 1_000).Select(static id => $"({id}, {id})")));
        var last = _database.Store.Seq;
        var text = string.Format(CultureInfo.InvariantCulture, query, last - 10, last);
        Assert.Equal(["10"], _database.Texts(text));

        var before = GC.GetAllocatedBytesForCurrentThread();
        _database.Texts(text);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }
}
