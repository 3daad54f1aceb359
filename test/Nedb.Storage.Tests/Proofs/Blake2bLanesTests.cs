using Nedb.Storage.Proofs;
using Nedb.Storage.Values;

namespace Nedb.Storage.Tests.Proofs;

public sealed class Blake2bLanesTests
{
    [Fact]
    public void Each_lane_hashes_as_the_library_does_whatever_the_others_have()
    {
        if (!Blake2bLanes.IsSupported)
            return; // then nobody asks for it: the queue, which has tests of its own, hashes one message after the other
        var random = new Random(20);
        for (var round = 0; round < 400; round++)
        {
            var blocks = random.Next(1, 9);
            var lengths = new int[Blake2bLanes.Count];
            var messages = new byte[Blake2bLanes.Count * blocks * Blake2bLanes.BlockBytes];
            var expected = new Hash256[Blake2bLanes.Count];
            for (var lane = 0; lane < lengths.Length; lane++)
            {
                // Also the shortest and the longest that take so many blocks.
                lengths[lane] = ((blocks - 1) * Blake2bLanes.BlockBytes)
                    + (round % 3 == lane ? (round % 2 == 0 ? 1 : Blake2bLanes.BlockBytes) : random.Next(1, Blake2bLanes.BlockBytes + 1));
                var message = messages.AsSpan(lane * blocks * Blake2bLanes.BlockBytes, lengths[lane]);
                random.NextBytes(message);
                expected[lane] = Blake2b256.Hash(message);
            }

            var hashes = new Hash256[Blake2bLanes.Count];
            Blake2bLanes.Hash(messages, blocks, lengths, hashes);
            Assert.Equal(expected, hashes);
        }
    }
}
