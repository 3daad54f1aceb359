using Nedb.Query.Tests.Specs;

namespace Nedb.Query.Tests.Planning;

/// <summary>
/// Law 5: an index never changes an answer. Strategy: the same random queries over the same random data, in a database without indexes
/// and in ones with
/// each index alone and with all of them; rows and their order must agree.
/// </summary>
public sealed class IndexIndependenceTests
{
    private const int QueriesPerSeed = 150;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_same_rows_in_the_same_order_with_any_index(int seed)
    {
        var random = new RandomQueries(seed);
        var data = random.Data();
        var queries = Enumerable.Range(0, QueriesPerSeed).Select(_ => random.Next()).ToArray();
        var expected = Answers(data, [], queries);
        Assert.True(expected.Sum(static rows => rows.Length) > QueriesPerSeed, "The queries should find something.");
        List<string[]> sets = [.. RandomQueries.Indexes.Select(static index => new[] { index }), RandomQueries.Indexes];
        foreach (var indexes in sets)
        {
            var actual = Answers(data, indexes, queries);
            for (var i = 0; i < queries.Length; i++)
                Assert.True(
                    expected[i].SequenceEqual(actual[i]),
                    $"seed {seed}, {string.Join("; ", indexes)}\n{queries[i]}\nwithout: {string.Join("; ", expected[i])}\nwith:    "
                        + $"{string.Join("; ", actual[i])}");
        }
    }

    private static string[][] Answers(string data, string[] indexes, string[] queries)
    {
        using var database = new TestDatabase();
        database.Run(data);
        foreach (var index in indexes)
            database.Run(index);
        return Array.ConvertAll(queries, query => database.Texts(query));
    }
}
