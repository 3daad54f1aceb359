using System.Buffers.Binary;
using System.Globalization;
using Nedb.Query.Execution;
using Nedb.Query.Execution.Spills;
using Nedb.Storage;
using Nedb.Storage.Views;

namespace Nedb.Query.Tests.Execution.Spills;

/// <summary>Sorting records, compared with LINQ's stable sorting.</summary>
public sealed class RecordSorterTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(5_000, 0)]
    [InlineData(5_000, 100_000)]
    [InlineData(5_000, 100_000_000)]
    public void Records_come_in_the_order_of_their_keys_and_equal_ones_in_that_of_their_arrival(int count, long limit)
    {
        using var store = NedbStore.OpenInMemory();
        var frame = NewFrame(store.OpenSnapshot(), store, limit);
        var random = new Random(count);
        var keys = Enumerable.Range(0, count).Select(_ => KeyOf(random)).ToArray();
        var sorter = new RecordSorter(new(frame, counter: null));
        for (var i = 0; i < count; i++)
            sorter.Add(keys[i], Content(i));
        var expected = Enumerable.Range(0, count).OrderBy(i => Convert.ToHexString(keys[i]), StringComparer.Ordinal).ToArray();
        var sorted = sorter.Sort();
        var found = new List<int>();
        while (sorted.MoveNext())
        {
            found.Add(NumberOf(sorted.Content));
            Assert.Equal(keys[found[^1]], sorted.Key.ToArray());
        }

        Assert.Equal(expected, found);
        Assert.Equal(limit < 1_000_000 && count > 1, frame.Memory.Spilled > 0);
    }

    [Fact]
    public void Records_are_found_by_their_keys()
    {
        using var store = NedbStore.OpenInMemory();
        var frame = NewFrame(store.OpenSnapshot(), store, 0);
        var sorter = new RecordSorter(new(frame, counter: null));
        // Each even number as often as its last digit says, so that some keys go over several blocks.
        for (var number = 0; number < 4_000; number += 2)
            for (var i = 0; i < number % 10 * (number == 1_008 ? 2_000 : 1); i++)
                sorter.Add(Number(number), Content(i));
        var reader = new RecordReader(sorter.ToList());
        var other = reader.Fork();
        for (var number = -1; number < 4_001; number++)
        {
            var expected = number is < 0 or >= 4_000 || number % 2 != 0 ? 0 : number % 10 * (number == 1_008 ? 2_000 : 1);
            var found = 0;
            for (var record = reader.Find(Number(number)); record >= 0; record = other.NextOf(record))
            {
                Assert.Equal(Number(number), reader.KeyOf(record).ToArray());
                Assert.Equal(found++, NumberOf(reader.ContentOf(record)));
            }

            Assert.Equal(expected, found);
        }
    }

    [Fact]
    public void A_cancellation_ends_the_sorting()
    {
        using var store = NedbStore.OpenInMemory();
        using var source = new CancellationTokenSource();
        var frame = new Frame(0, 0, [], store.OpenSnapshot(), TimeProvider.System, source.Token);
        var numbers = Enumerable.Range(0, 10_000).Reverse().ToArray();
        var compared = 0;
        Assert.Throws<OperationCanceledException>(() => Ordering.Sort(frame, numbers.AsSpan(), (left, right) =>
        {
            if (++compared == 5_000)
                source.Cancel();
            return left.CompareTo(right);
        }));
        Assert.InRange(compared, 5_000, 5_300);
    }

    private static Frame NewFrame(ReadView view, NedbStore store, long limit) =>
        new(0, 0, [], view, TimeProvider.System, default) { Memory = new(limit, () => store.OpenScratch(view)) };

    private static byte[] KeyOf(Random random)
    {
        var key = new byte[random.Next(12)];
        random.NextBytes(key);
        // Many with a long common beginning, and many that are equal.
        key.AsSpan(0, Math.Min(key.Length, random.Next(12))).Fill(7);
        return key;
    }

    private static byte[] Number(int number)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number + 1);
        return bytes;
    }

    private static byte[] Content(int number) => System.Text.Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture));

    private static int NumberOf(ReadOnlySpan<byte> content) => int.Parse(content, CultureInfo.InvariantCulture);
}
