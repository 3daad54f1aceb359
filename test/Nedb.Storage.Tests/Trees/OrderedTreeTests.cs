using Nedb.Storage.Trees;

namespace Nedb.Storage.Tests.Trees;

/// <summary>
/// Strategy: random edits through the tree and through a SortedDictionary, with forks kept along the way.
/// Invariants: both hold the same at every fork, in both directions and from every seek, and a fork never changes afterwards.
/// </summary>
public sealed class OrderedTreeTests
{
    private static readonly Comparer<byte[]> ByBytes = Comparer<byte[]>.Create((left, right) => left.AsSpan().SequenceCompareTo(right));

    [Theory]
    [InlineData(1, 20_000, 500)]
    [InlineData(2, 20_000, 20_000)]
    [InlineData(3, 20_000, 60_000)]
    public void A_tree_holds_what_a_sorted_dictionary_holds(int seed, int edits, int keys)
    {
        var random = new Random(seed);
        var model = new SortedDictionary<byte[], string>(ByBytes);
        var editor = new TreeEditor<string>(OrderedTree<string>.Empty);
        var forks = new List<(OrderedTree<string> Tree, List<KeyValuePair<byte[], string>> Entries)>();
        for (var i = 0; i < edits; i++)
        {
            var key = Key(random.Next(keys));
            // Long stretches of deletes empty and merge nodes.
            if (i / 4_000 % 2 == 1 ? random.Next(4) > 0 : random.Next(4) == 0)
            {
                model.Remove(key, out var expected);
                Assert.Equal(expected, editor.Remove(key));
            }
            else
            {
                model.TryGetValue(key, out var expected);
                model[key] = $"{i}";
                Assert.Equal(expected, editor.Set(key, $"{i}"));
            }

            if (random.Next(1_000) == 0)
                forks.Add((editor.ToTree(), [.. model]));
        }

        forks.Add((editor.ToTree(), [.. model]));
        foreach (var (tree, entries) in forks)
            AssertHolds(tree, entries, random, keys);
    }

    [Fact]
    public void Ascending_keys_fill_their_nodes()
    {
        var editor = new TreeEditor<string>(OrderedTree<string>.Empty);
        for (var i = 0; i < 100_000; i++)
            editor.Set(System.Text.Encoding.ASCII.GetBytes($"{i:00000000}"), "");
        var leaves = 0;
        CountLeaves(editor.ToTree().Root, ref leaves);
        Assert.True(leaves < 1.05 * 100_000 / TreeNode.Capacity, $"{leaves} leaves");
    }

    [Fact]
    public void Taking_back_to_a_fork_forgets_what_came_after()
    {
        var editor = new TreeEditor<string>(OrderedTree<string>.Empty);
        editor.Set(Key(1), "kept");
        var fork = editor.ToTree();
        editor.Set(Key(1), "changed");
        editor.Set(Key(2), "new");
        editor.Reset(fork);
        Assert.Equal(1, editor.Count);
        Assert.Equal("kept", editor.Find(Key(1)));
        Assert.Null(editor.Find(Key(2)));
    }

    private static void CountLeaves(TreeNode node, ref int leaves)
    {
        if (node is not TreeBranch branch)
        {
            leaves++;
            return;
        }

        for (var i = 0; i < branch.Count; i++)
            CountLeaves(branch.Children[i], ref leaves);
    }

    private static void AssertHolds(OrderedTree<string> tree, List<KeyValuePair<byte[], string>> entries, Random random, int keys)
    {
        Assert.Equal(entries.Count, tree.Count);
        var cursor = tree.OpenCursor();
        var found = new List<string>();
        for (var more = cursor.MoveFirst(); more; more = cursor.MoveNext())
            found.Add(cursor.Value);
        Assert.Equal(entries.Select(entry => entry.Value), found);

        found.Clear();
        for (var more = cursor.MoveLast(); more; more = cursor.MovePrevious())
            found.Add(cursor.Value);
        Assert.Equal(entries.Select(entry => entry.Value).Reverse(), found);

        for (var i = 0; i < 50; i++)
        {
            var key = Key(random.Next(keys));
            var at = entries.FindIndex(entry => ByBytes.Compare(entry.Key, key) >= 0);
            Assert.Equal(at >= 0, cursor.Seek(key));
            if (at >= 0)
                Assert.Equal(entries[at].Value, cursor.Value);
            Assert.Equal(at >= 0 && ByBytes.Compare(entries[at].Key, key) == 0 ? entries[at].Value : null, tree.Find(key));

            var before = at >= 0 ? at - 1 : entries.Count - 1;
            Assert.Equal(before >= 0, cursor.SeekBefore(key));
            if (before >= 0)
                Assert.Equal(entries[before].Value, cursor.Value);
        }
    }

    // Keys of several lengths, many of which share their first eight bytes.
    private static byte[] Key(int number) =>
        System.Text.Encoding.ASCII.GetBytes(number % 3 == 0 ? $"{number:000000}" : $"key-prefix-{number:000000}");
}
