using Nedb.Storage.Proofs;
using Nedb.Storage.Values;

namespace Nedb.Storage.Tests.Proofs;

public sealed class LeafHasherTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(130)]
    [InlineData(1_000)]
    public void Leaves_are_those_of_the_nodes_one_by_one_also_of_erased_ones(int count)
    {
        var random = new Random(count);
        var bytes = new byte[1_000_000];
        random.NextBytes(bytes);
        var nodes = new StoredNodePlace[count];
        var expected = new Hash256[count];
        for (var i = 0; i < count; i++)
        {
            var isErased = i % 7 == 0;
            nodes[i] = new(
                random.Next(900_000), random.Next(40, 200), random.Next(900_000), isErased ? 0 : 16, random.Next(900_000),
                isErased ? Hash256.SizeBytes : i % 5 == 0 ? 0 : random.Next(600));
            expected[i] = HashDomain.HashStoredLeaf(
                bytes.AsSpan(nodes[i].Header, nodes[i].HeaderLength),
                bytes.AsSpan(nodes[i].Salt, nodes[i].SaltLength),
                bytes.AsSpan(nodes[i].Content, nodes[i].ContentLength));
        }

        var leaves = new Hash256[count];
        LeafHasher.Own.Hash(bytes, nodes, leaves);
        Assert.Equal(expected, leaves);
    }
}
