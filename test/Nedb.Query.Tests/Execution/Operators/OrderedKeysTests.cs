using Nedb.Query.Execution;
using Nedb.Query.Execution.Operators;
using Nedb.Query.Tests.Specs;

namespace Nedb.Query.Tests.Execution.Operators;

/// <summary>Keys of rows that are put in order, compared with .NET's own order.</summary>
public sealed class OrderedKeysTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Theory]
    [InlineData(0, 10)]
    [InlineData(1, 10)]
    [InlineData(2, 0)]
    [InlineData(500, 3)]
    [InlineData(20_000, 12)]
    [InlineData(3_000, 5_000)]
    public void Keys_are_ordered_by_their_bytes_and_then_by_their_arrival(int count, int longest)
    {
        var random = new Random(count);
        var keys = new OrderedKeys();
        var expected = new List<byte[]>();
        byte[] common = [7, 7, 7];
        for (var row = 0; row < count; row++)
        {
            var key = new byte[random.Next(longest + 1)];
            for (var i = 0; i < key.Length; i++)
                key[i] = (byte)random.Next(3);
            keys.Append(common);
            keys.Append(key);
            keys.Complete();
            expected.Add(key);
        }

        using var frame = new Frame(0, 0, [], _database.Store.OpenSnapshot(), TimeProvider.System, CancellationToken.None);
        var order = keys.Sort(frame);

        Assert.Equal(
            Enumerable.Range(0, count).Order(Comparer<int>.Create((left, right) =>
                expected[left].AsSpan().SequenceCompareTo(expected[right]) is not 0 and var found ? found : left.CompareTo(right))),
            order);
        Assert.True(keys.Bytes >= expected.Sum(static key => key.Length));
        keys.Clear();
        Assert.Equal(0, keys.Count);
        Assert.Equal(0, keys.Bytes);
    }
}
