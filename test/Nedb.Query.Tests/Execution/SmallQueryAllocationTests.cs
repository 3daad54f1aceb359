using Nedb.Query.Tests.Specs;
using Nedb.Storage.Values;

namespace Nedb.Query.Tests.Execution;

/// <summary>What small queries allocate beside what their callers receive: little for each execution, and nothing for each row.</summary>
public sealed class SmallQueryAllocationTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public SmallQueryAllocationTests()
    {
        _database.Run("CREATE COLLECTION a (id int32 PRIMARY KEY, b int32, x int32); CREATE INDEX a_b ON a (b)");
        _database.Run("CREATE COLLECTION b (id int32 PRIMARY KEY, c int32); CREATE COLLECTION c (id int32 PRIMARY KEY, x int32)");
        _database.Run($"INSERT INTO a (id, b, x) VALUES {Rows(2_000, static id => $"({id}, {id / 4}, {id})")}");
        _database.Run($"INSERT INTO b (id, c) VALUES {Rows(500, static id => $"({id}, {id})")}");
        _database.Run($"INSERT INTO c (id, x) VALUES {Rows(500, static id => $"({id}, {id})")}");
    }

    public void Dispose() => _database.Dispose();

    [Theory]
    [InlineData("FROM a WHERE id = @id SELECT id, b, x", 1, 1_200)]
    [InlineData("FROM a WHERE b = @id SELECT id, b, x", 4, 2_000)]
    [InlineData("FROM a WHERE id >= @id AND id < @id + 20 SELECT id, b, x", 20, 2_800)]
    [InlineData("FROM a WHERE id >= @id AND id < @id + 200 SELECT id, b, x", 200, 3_600)]
    [InlineData("FROM a AS a JOIN b AS b ON a.b = b.id JOIN c AS c ON b.c = c.id WHERE b.id = @id SELECT a.id, b.id, c.id", 4, 3_000)]
    public void A_small_query_allocates_little(string text, int rows, int bytes)
    {
        var script = _database.Engine.Prepare(text);
        var parameters = new NqlParameters();
        var ids = Enumerable.Range(0, 300).Select(static id => NedbValue.FromInt64(id)).ToArray();
        Assert.Equal(rows * ids.Length, Run(ids));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(ids);
        var allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / ids.Length;
        Assert.True(allocated <= bytes, $"{allocated} bytes, at most {bytes} expected");

        int Run(NedbValue[] values)
        {
            var count = 0;
            foreach (var value in values)
            {
                parameters.Set("id", value);
                using var result = _database.Session.Execute(script, parameters);
                while (result.Read())
                    count += result.GetInt64(0) >= 0 && !result.IsNull(1) ? 1 : 0;
            }

            return count;
        }
    }

    private static string Rows(int count, Func<int, string> row) => string.Join(", ", Enumerable.Range(0, count).Select(row));
}
