using System.Collections.Immutable;
using Nedb.Storage.Proofs;
using Nedb.Storage.Values;

namespace Nedb.Storage.Tests.Proofs;

public sealed class MerkleTreeTests
{
    [Fact]
    public void The_root_is_that_of_the_definition_for_every_size()
    {
        var leaves = Leaves(200, 1);
        var tree = new MerkleTree();
        Assert.Equal(Blake2b256.Hash([]), tree.Root(0));
        for (var size = 1; size <= leaves.Length; size++)
        {
            tree.Append(leaves[size - 1]);
            Assert.Equal(ByDefinition(leaves.AsSpan(0, size)), tree.Root(size));
        }

        for (var size = 1; size <= leaves.Length; size++)
            Assert.Equal(ByDefinition(leaves.AsSpan(0, size)), tree.Root(size)); // also of earlier moments
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(64)]
    [InlineData(1_000)]
    public void Leaves_that_are_added_together_make_the_tree_that_they_make_one_by_one(int most)
    {
        var leaves = Leaves(3_000, 6);
        var random = new Random(most);
        var tree = new MerkleTree();
        while (tree.Size < leaves.Length)
        {
            var size = (int)Math.Min(leaves.Length, tree.Size + random.Next(most + 1));
            tree.Append(leaves.AsSpan((int)tree.Size, size - (int)tree.Size));
            Assert.Equal(size, tree.Size);
            if (random.Next(4) > 0)
                continue;
            tree.Truncate(size - random.Next(Math.Min(size, most / 4) + 1)); // as where a group of commits is not written
        }

        for (var size = 1; size <= leaves.Length; size += 271)
            Assert.Equal(ByDefinition(leaves.AsSpan(0, size)), tree.Root(size));
        Assert.Equal(ByDefinition(leaves), tree.Root(tree.Size));
        var further = new MerkleTree(1_234, tree.Peaks(1_234));
        further.Append(leaves.AsSpan(1_234));
        Assert.Equal(tree.Root(tree.Size), further.Root(further.Size));
    }

    [Fact]
    public void What_one_tree_lets_go_serves_another_and_says_nothing_of_the_first()
    {
        var leaves = Leaves(5_000, 4);
        var others = Leaves(5_000, 5);
        var first = Build(leaves);
        var expected = first.Root(first.Size);
        first.Trim(4_096, null);
        var second = Build(others);
        Assert.Equal(ByDefinition(others), second.Root(second.Size));
        Assert.Equal(leaves[4_999], first.Leaf(4_999));
        second.Release();
        var third = Build(leaves);
        Assert.Equal(expected, third.Root(third.Size));
        for (var size = 1; size <= 5_000; size += 613)
            Assert.Equal(ByDefinition(leaves.AsSpan(0, size)), third.Root(size));
    }

    [Fact]
    public void Leaves_taken_back_leave_no_trace()
    {
        var leaves = Leaves(100, 2);
        var others = Leaves(100, 3);
        for (var kept = 0; kept <= leaves.Length; kept += 9)
        {
            var tree = Build(leaves);
            tree.Truncate(kept);
            Assert.Equal(kept, tree.Size);
            foreach (var leaf in others)
                tree.Append(leaf);
            Assert.Equal(ByDefinition([.. leaves[..kept], .. others]), tree.Root(tree.Size));
        }
    }

    [Fact]
    public void Honest_inclusion_paths_are_those_of_the_RFC_and_lead_to_the_root()
    {
        var leaves = Leaves(70, 4);
        var tree = Build(leaves);
        for (var size = 1; size <= leaves.Length; size++)
        {
            for (var index = 0; index < size; index++)
                Assert.True(
                    PathByDefinition(index, leaves.AsSpan(0, size)).SequenceEqual(tree.ProveInclusion(index, size)),
                    $"leaf {index} of {size}");
        }
    }

    [Fact]
    public void Honest_consistency_proofs_of_all_pairs_are_accepted()
    {
        var leaves = Leaves(70, 5);
        var tree = Build(leaves);
        var id = Guid.NewGuid();
        for (var newSize = 0; newSize <= leaves.Length; newSize++)
        {
            for (var oldSize = 0; oldSize <= newSize; oldSize++)
            {
                var proof = new ConsistencyProof(id, oldSize, newSize, tree.ProveConsistency(oldSize, newSize));
                var earlier = new Checkpoint(id, oldSize, default, tree.Root(oldSize));
                var later = new Checkpoint(id, newSize, default, tree.Root(newSize));
                Assert.Equal(ProofVerdict.Valid, ConsistencyVerifier.Verify(proof, earlier, later));
            }
        }
    }

    [Fact]
    public void A_consistency_proof_of_another_history_is_refused()
    {
        var leaves = Leaves(50, 6);
        var changed = (Hash256[])leaves.Clone();
        changed[20] = Blake2b256.Hash("changed"u8);
        var id = Guid.NewGuid();
        var (tree, other) = (Build(leaves), Build(changed));
        for (var oldSize = 21; oldSize <= 50; oldSize++)
        {
            var earlier = new Checkpoint(id, oldSize, default, tree.Root(oldSize));
            var later = new Checkpoint(id, 50, default, other.Root(50));
            foreach (var from in (MerkleTree[])[tree, other])
            {
                var proof = new ConsistencyProof(id, oldSize, 50, from.ProveConsistency(oldSize, 50));
                Assert.False(ConsistencyVerifier.Verify(proof, earlier, later).IsValid);
            }
        }
    }

    [Fact]
    public void Forged_consistency_proofs_are_refused_and_nothing_is_thrown()
    {
        var tree = Build(Leaves(40, 7));
        var id = Guid.NewGuid();
        var random = new Random(8);
        for (var round = 0; round < 2000; round++)
        {
            var oldSize = random.Next(1, 40);
            var newSize = random.Next(oldSize + 1, 41);
            var path = tree.ProveConsistency(oldSize, newSize);
            var earlier = new Checkpoint(id, oldSize, default, tree.Root(oldSize));
            var later = new Checkpoint(id, newSize, default, tree.Root(newSize));
            var forged = (round % 8) switch
            {
                0 => new ConsistencyProof(id, oldSize, newSize, path.Add(Blake2b256.Hash([1]))),
                1 => new ConsistencyProof(id, oldSize, newSize, path.Insert(0, Blake2b256.Hash([1]))),
                2 =>
                    new ConsistencyProof(
                    id, oldSize, newSize, path.IsEmpty ? [Blake2b256.Hash([1])] : path.RemoveAt(random.Next(path.Length))),
                3 =>
                    new ConsistencyProof(
                    id, oldSize, newSize, path.IsEmpty ? default : path.SetItem(random.Next(path.Length), Blake2b256.Hash([2]))),
                4 => new ConsistencyProof(Guid.NewGuid(), oldSize, newSize, path),
                5 => new ConsistencyProof(id, newSize, oldSize, path),
                6 => new ConsistencyProof(id, oldSize - 1, newSize, path),
                _ => new ConsistencyProof(id, oldSize, newSize, default),
            };
            Assert.False(ConsistencyVerifier.Verify(forged, earlier, later).IsValid);
            Assert.False(
                ConsistencyVerifier.Verify(forged with { OldSize = long.MinValue, NewSize = long.MaxValue }, earlier, later).IsValid);
        }

        Assert.False(ConsistencyVerifier.Verify(null, null, null).IsValid);
    }

    private static MerkleTree Build(Hash256[] leaves)
    {
        var tree = new MerkleTree();
        foreach (var leaf in leaves)
            tree.Append(leaf);
        return tree;
    }

    private static Hash256[] Leaves(int count, int seed)
    {
        var leaves = new Hash256[count];
        for (var i = 0; i < count; i++)
            leaves[i] = Blake2b256.Hash(BitConverter.GetBytes(seed), BitConverter.GetBytes(i));
        return leaves;
    }

    // RFC 6962 §2.1, word by word.
    private static Hash256 ByDefinition(ReadOnlySpan<Hash256> leaves)
    {
        if (leaves.Length == 1)
            return leaves[0];
        var k = 1;
        while (2 * k < leaves.Length)
            k *= 2;
        return Blake2b256.Hash([1], ByDefinition(leaves[..k]).ToByteArray(), ByDefinition(leaves[k..]).ToByteArray());
    }

    // RFC 6962 §2.1.1, word by word.
    private static ImmutableArray<Hash256> PathByDefinition(int m, ReadOnlySpan<Hash256> leaves)
    {
        if (leaves.Length == 1)
            return [];
        var k = 1;
        while (2 * k < leaves.Length)
            k *= 2;
        return m < k
            ? [.. PathByDefinition(m, leaves[..k]), ByDefinition(leaves[k..])]
            : [.. PathByDefinition(m - k, leaves[k..]), ByDefinition(leaves[..k])];
    }
}
