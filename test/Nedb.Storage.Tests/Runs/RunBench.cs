using Nedb.Storage.Io;
using Nedb.Storage.Runs;

namespace Nedb.Storage.Tests.Runs;

/// <summary>Runs, and the sorted dictionaries that they are compared with.</summary>
internal static class RunBench
{
    public static readonly Guid Id = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff");

    public static readonly IComparer<byte[]> KeyOrder = Comparer<byte[]>.Create((left, right) => left.AsSpan().SequenceCompareTo(right));

    public static RunInfo Write(IFileSystem files, long runId, IEnumerable<KeyValuePair<byte[], byte[]>> entries, UInt128? salt = null)
    {
        using var writer = new RunWriter(files, Id, runId, salt: salt) { SeqMin = 1, SeqMax = 9 };
        foreach (var (key, value) in entries)
            writer.Add(key, value);
        return writer.Finish();
    }

    public static SortedDictionary<byte[], byte[]> MakeEntries(Random random, int count, int keyBytesMax, int valueBytesMax)
    {
        var entries = new SortedDictionary<byte[], byte[]>(KeyOrder);
        var key = Array.Empty<byte>();
        while (entries.Count < count)
        {
            key = MakeKey(random, key, keyBytesMax);
            entries[key] = MakeBytes(random, random.Next(8) == 0 ? 0 : random.Next(valueBytesMax + 1));
        }

        return entries;
    }

    /// <summary>A key that often begins as another one does, goes on from it, or is where it ends early.</summary>
    public static byte[] MakeKey(Random random, byte[] other, int bytesMax)
    {
        var kept = other.AsSpan(0, random.Next(other.Length + 1));
        var rest = MakeBytes(random, random.Next(random.Next(20) == 0 ? bytesMax : 6));
        if (random.Next(2) == 0)
        {
            for (var i = 0; i < rest.Length; i++)
                rest[i] = (byte)(rest[i] % 3 * 127); // 0, 127, 254: many neighbours
        }

        byte[] key = [.. kept, .. rest];
        return key.Length <= bytesMax ? key : key[..bytesMax];
    }

    public static byte[] MakeBytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>Walks and seeks at random and compares every step with a sorted list of the same entries.</summary>
    public static void CompareWalks(OrderedCursor cursor, List<KeyValuePair<byte[], byte[]>> expected, Random random, int steps)
    {
        var at = -1;
        for (var step = 0; step < steps; step++)
        {
            var move = at < 0 ? random.Next(4) : random.Next(20);
            var isThere = false;
            switch (move)
            {
                case 0:
                    (isThere, at) = (cursor.MoveFirst(), 0);
                    break;
                case 1:
                    (isThere, at) = (cursor.MoveLast(), expected.Count - 1);
                    break;
                case 2 or 3:
                    var near = expected[random.Next(expected.Count)].Key;
                    var key = random.Next(2) == 0 ? near : MakeKey(random, near, 64);
                    var bound = LowerBound(expected, key);
                    (isThere, at) = move == 2 ? (cursor.Seek(key), bound) : (cursor.SeekBefore(key), bound - 1);
                    break;
                case < 12:
                    (isThere, at) = (cursor.MoveNext(), at + 1);
                    break;
                default:
                    (isThere, at) = (cursor.MovePrevious(), at - 1);
                    break;
            }

            Assert.Equal(at >= 0 && at < expected.Count, isThere);
            if (!isThere)
            {
                at = -1;
                continue;
            }

            Assert.True(cursor.Key.SequenceEqual(expected[at].Key), $"step {step}, move {move}, entry {at}");
            Assert.True(cursor.Value.Span.SequenceEqual(expected[at].Value), $"step {step}, move {move}, entry {at}");
        }
    }

    public static int LowerBound(List<KeyValuePair<byte[], byte[]>> entries, byte[] key)
    {
        var found = entries.BinarySearch(new(key, []), Comparer<KeyValuePair<byte[], byte[]>>.Create(
            (left, right) => KeyOrder.Compare(left.Key, right.Key)));
        return found < 0 ? ~found : found;
    }
}
