using System.Text;
using Nedb.Query.Execution.Batches;

namespace Nedb.Query.Tests.Execution.Batches;

/// <summary>The tables that number keys, compared with .NET's dictionaries.</summary>
public sealed class TableTests
{
    [Fact]
    public void Numbers_are_numbered_in_order_of_arrival()
    {
        var random = new Random(1);
        var table = new IntegerTable();
        var expected = new Dictionary<long, int>();
        for (var i = 0; i < 20_000; i++)
        {
            var key = random.Next(4) == 0 ? random.NextInt64(long.MinValue, long.MaxValue) : random.Next(5_000);
            Assert.Equal(expected.TryGetValue(key, out var known) ? known : -1, table.Find(key));
            expected.TryAdd(key, expected.Count);
            Assert.Equal(expected[key], table.FindOrAdd(key));
        }

        Assert.Equal(expected.Count, table.Count);
        foreach (var (key, ordinal) in expected)
            Assert.Equal(key, table[ordinal]);
    }

    [Fact]
    public void Texts_are_numbered_in_order_of_arrival()
    {
        var random = new Random(2);
        var table = new TextTable();
        var expected = new Dictionary<string, int>();
        for (var i = 0; i < 20_000; i++)
        {
            var key = new string((char)random.Next('a', 'z'), random.Next(30)) + (random.Next(2) == 0 ? random.Next(2_000) : "é");
            var bytes = Encoding.UTF8.GetBytes(key);
            Assert.Equal(expected.TryGetValue(key, out var known) ? known : -1, table.Find(bytes));
            expected.TryAdd(key, expected.Count);
            Assert.Equal(expected[key], table.FindOrAdd(bytes));
        }

        Assert.Equal(expected.Count, table.Count);
        foreach (var (key, ordinal) in expected)
            Assert.Equal(key, Encoding.UTF8.GetString(table[ordinal]));
    }
}
