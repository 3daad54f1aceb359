using Nedb.Storage.Proofs;
using Nedb.Storage.Values;

namespace Nedb.Storage.Tests.Proofs;

public sealed class HashQueueTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(1_000)]
    public void Every_message_gets_its_own_hash_whatever_company_it_finds(int count)
    {
        var random = new Random(count);
        var queue = new HashQueue();
        for (var turn = 0; turn < 3; turn++)
        {
            var expected = new Hash256[count];
            var hashes = new Hash256[count];
            for (var i = 0; i < count; i++)
            {
                // Also empty ones, and ones that are too long to wait for others.
                var first = new byte[random.Next(4) == 0 ? 0 : random.Next(300)];
                var second = new byte[random.Next(10) == 0 ? random.Next(5_000) : random.Next(300)];
                random.NextBytes(first);
                random.NextBytes(second);
                expected[i] = Blake2b256.Hash([(byte)i], first, second);
                queue.Add((byte)i, first, second, hashes, i);
            }

            queue.Finish(hashes);
            Assert.Equal(expected, hashes);
        }
    }
}
