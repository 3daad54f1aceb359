using Nedb.Storage.Runs;

namespace Nedb.Storage.Tests.Runs;

public sealed class BaseKeysTests
{
    [Theory]
    [InlineData(1, 1, 0)]
    [InlineData(2, 16, 3)]
    [InlineData(3, 400, 0)]
    [InlineData(4, 400, 9)]
    [InlineData(5, 400, 64)]
    [InlineData(6, 400, 100)]
    public void What_they_leave_to_compare_has_less_before_it_and_greater_behind(int seed, int count, int commonBytes)
    {
        var random = new Random(seed);
        var common = RunBench.MakeBytes(random, commonBytes);
        var entries = new SortedDictionary<byte[], byte[]>(RunBench.KeyOrder);
        for (var key = Array.Empty<byte>(); entries.Count < count;)
            entries[[.. common, .. key = RunBench.MakeKey(random, key, 30)]] = [];
        var block = BlockOf(entries.Keys);
        var bases = entries.Keys.Where(static (_, index) => index % RunLimits.GroupEntries == 0).ToList();
        var words = BaseKeys.Of(block);
        Assert.InRange(sizeof(ulong) * words.Length, 1, BaseKeys.FootprintMost(count));
        var compared = 0;
        for (var i = 0; i < 4_000; i++)
        {
            var key = MakeKey(random, entries.Keys.ElementAt(random.Next(count)));
            var high = BaseKeys.Narrow(words, key, out var low);
            Assert.InRange(low, 0, high);
            Assert.All(bases[..low], found => Assert.True(RunBench.KeyOrder.Compare(found, key) < 0));
            Assert.All(bases[high..], found => Assert.True(RunBench.KeyOrder.Compare(found, key) > 0));
            compared += high - low;
            var bound = entries.Keys.TakeWhile(found => RunBench.KeyOrder.Compare(found, key) < 0).Count();
            Assert.Equal(bound, block.LowerBound(key, out var isEqual));
            Assert.Equal(entries.ContainsKey(key), isEqual);
        }

        Assert.True(compared > 0);
    }

    [Fact]
    public void Dense_numbers_leave_one_key_to_compare_at_most()
    {
        var block = BlockOf(Enumerable.Range(0, 1_000).Select(static n => new byte[] { 7, 1, 0, 0, (byte)(n >> 8), (byte)n }));
        var words = BaseKeys.Of(block);
        for (var n = 0; n < 1_000; n++)
        {
            var high = BaseKeys.Narrow(words, [7, 1, 0, 0, (byte)(n >> 8), (byte)n], out var low);
            Assert.Equal((n + 15) / 16, low);
            Assert.Equal(n % 16 == 0 ? low + 1 : low, high);
        }
    }

    [Fact]
    public void Memory_is_asked_for_nothing_behind_the_end_of_a_block()
    {
        var block = BlockOf([[1], [2]]); // whose values are empty
        var entry = block.Entry(1);
        Assert.Equal(block.Array.Length, entry.ValueStart);
        block.Prefetch(entry.ValueStart, entry.ValueLength);
        block.Prefetch();
        Assert.Equal(1, block.LowerBound([2], out var isEqual));
        Assert.True(isEqual);
    }

    private static byte[] MakeKey(Random random, byte[] near) => random.Next(4) switch
    {
        0 => near,
        1 => RunBench.MakeKey(random, near, 120),
        2 => [.. near, .. Enumerable.Repeat((byte)255, random.Next(12))],
        _ => near[..random.Next(near.Length + 1)],
    };

    private static Block BlockOf(IEnumerable<byte[]> keys)
    {
        var builder = new BlockBuilder();
        foreach (var key in keys)
            builder.Add(key, []);
        Assert.True(Block.TryRead(builder.Finish().ToArray(), isIndex: false, out var block));
        return block;
    }
}
