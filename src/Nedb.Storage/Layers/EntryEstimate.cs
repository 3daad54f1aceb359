using Nedb.Storage.Runs;
using Nedb.Storage.Trees;
using Nedb.Storage.Views;

namespace Nedb.Storage.Layers;

/// <summary>
/// About how many entries of a tree or of a run lie in a range: from the places that its ends have on the way from the root to a leaf, as
/// if all nodes at a level held as many entries as those on the way.
/// </summary>
internal static class EntryEstimate
{
    private const int LevelsMost = 16;

    /// <summary>The entries of a tree.</summary>
    public static double Of<TValue>(OrderedTree<TValue> tree, KeyRange range)
        where TValue : class
    {
        if (tree.Count == 0)
            return 0;
        Span<Step> from = stackalloc Step[LevelsMost];
        Span<Step> to = stackalloc Step[LevelsMost];
        var levels = Walk(tree.Root, range.From.Span, isEnd: false, from);
        Walk(tree.Root, range.To.Span, range.To.IsEmpty, to);
        return Between(from[..levels], to[..levels]);
    }

    /// <summary>The entries of a view in a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="prefix">What the keys of the view begin with.</param>
    /// <param name="range">The range, without that prefix.</param>
    public static double Of(Run run, byte[] prefix, KeyRange range)
    {
        Span<Step> from = stackalloc Step[LevelsMost];
        Span<Step> to = stackalloc Step[LevelsMost];
        var levels = Walk(run, [.. prefix, .. range.From.Span], from);
        Walk(run, range.To.IsEmpty ? KeyRange.Successor(prefix) : [.. prefix, .. range.To.Span], to);
        return Between(from[..levels], to[..levels]);
    }

    // Up to where the ways part they pass the same nodes. Below lies what is right of the one and left of the other; that is counted by
    // each way for itself, since their nodes may hold very different numbers of entries, as the last node of a level does.
    private static double Between(ReadOnlySpan<Step> from, ReadOnlySpan<Step> to)
    {
        var fork = 0;
        while (fork < from.Length - 1 && from[fork].Place == to[fork].Place)
            fork++;
        var entries = 0.0;
        var size = 1.0; // of what a place at the level leads to
        for (var level = from.Length - 1; level > fork; level--)
        {
            var isLeaf = level == from.Length - 1;
            entries += size * (from[level].Count - from[level].Place - (isLeaf ? 0 : 1) + to[level].Place);
            size *= Math.Max(1, (from[level].Count + to[level].Count) / 2.0);
        }

        var apart = to[fork].Place - from[fork].Place;
        return apart <= 0 ? 0 : entries + (size * (fork == from.Length - 1 ? apart : apart - 1));
    }

    private static int Walk(TreeNode root, ReadOnlySpan<byte> key, bool isEnd, Span<Step> steps)
    {
        var prefix = TreeNode.PrefixOf(key);
        var level = 0;
        var node = root;
        while (node is TreeBranch branch && level < steps.Length - 1)
        {
            var index = isEnd ? branch.Count - 1 : branch.FindChild(key, prefix);
            steps[level++] = new(index, branch.Count);
            node = branch.Children[index];
        }

        steps[level++] = new(isEnd ? node.Count : node.LowerBound(key, prefix, 0, out _), node.Count);
        return level;
    }

    private static int Walk(Run run, ReadOnlySpan<byte> key, Span<Step> steps)
    {
        byte[] room = [];
        var block = run.Root;
        var level = 0;
        for (; level < Math.Min(run.Depth, steps.Length - 1); level++)
        {
            var index = block.FindChild(key);
            steps[level] = new(index, block.Count);
            block = run.LoadChild(block, index, isLeaf: level == run.Depth - 1, BlockUse.Seek, ref room);
        }

        steps[level] = new(block.LowerBound(key, out _), block.Count);
        return level + 1;
    }

    /// <summary>Where a way passes a node.</summary>
    private readonly record struct Step(int Place, int Count);
}
