using Nedb.Storage.Runs;
using Nedb.Storage.Trees;
using Nedb.Storage.Views;

namespace Nedb.Storage.Layers;

/// <summary>
/// Cuts a range of keys into parts that hold about as much as each other, for threads that read one each. The cuts are keys of the upper
/// levels of a tree or of the index of a run; no entry is read.
/// </summary>
internal static class RangeSplit
{
    // Below so many levels a part is small in any case.
    private const int LevelsMost = 3;

    /// <summary>Cuts a range at keys.</summary>
    /// <param name="range">The range.</param>
    /// <param name="keys">Keys inside, ascending.</param>
    /// <param name="parts">How many parts there are at most.</param>
    public static List<KeyRange> At(KeyRange range, List<byte[]> keys, int parts)
    {
        var ranges = new List<KeyRange>(parts);
        var from = range.From;
        for (var part = 1; part < parts && keys.Count > 0; part++)
        {
            var key = keys[(int)((long)part * keys.Count / parts)];
            if (from.Span.SequenceCompareTo(key) >= 0)
                continue;
            ranges.Add(new(from, key));
            from = key;
        }

        ranges.Add(new(from, range.To));
        return ranges;
    }

    /// <summary>Keys of a tree that lie inside a range, ascending: of the highest level that has some number of them.</summary>
    public static List<byte[]> KeysOf<TValue>(OrderedTree<TValue> tree, KeyRange range, int least)
        where TValue : class
    {
        var keys = new List<byte[]>();
        for (var levels = 1; levels <= LevelsMost && keys.Count < least; levels++)
        {
            keys.Clear();
            AddKeys(tree.Root, null, levels, range, keys);
        }

        return keys;
    }

    /// <summary>As <see cref="KeysOf{TValue}"/>, of a view in a run.</summary>
    public static List<byte[]> KeysOf(Run run, byte[] prefix, KeyRange range, int least)
    {
        var keys = new List<byte[]>();
        for (var levels = 1; levels <= Math.Min(LevelsMost, run.Depth) && keys.Count < least; levels++)
        {
            keys.Clear();
            AddKeys(run, run.Root, 0, levels, prefix, range, keys);
        }

        return keys;
    }

    private static void AddKeys(TreeNode node, byte[]? leastKey, int levels, KeyRange range, List<byte[]> keys)
    {
        if (levels > 0 && node is TreeBranch branch)
            // The first key of a branch is not kept up.
            for (var i = 0; i < branch.Count; i++)
                AddKeys(branch.Children[i], i == 0 ? leastKey : branch.Keys[i], levels - 1, range, keys);
        else if (leastKey is not null && IsInside(leastKey, range))
            keys.Add(leastKey);
    }

    private static void AddKeys(Run run, Block block, int level, int levels, byte[] prefix, KeyRange range, List<byte[]> keys)
    {
        byte[] room = [];
        for (var i = 0; i < block.Count; i++)
        {
            if (level + 1 < levels)
                AddKeys(run, run.LoadChild(block, i, isLeaf: false, BlockUse.Seek, ref room), level + 1, levels, prefix, range, keys);
            else if (block.StartsWith(i, prefix) && block.KeyOf(i)[prefix.Length..] is var key && IsInside(key, range))
                keys.Add(key);
        }
    }

    private static bool IsInside(ReadOnlySpan<byte> key, KeyRange range) =>
        key.SequenceCompareTo(range.From.Span) > 0 && (range.To.IsEmpty || key.SequenceCompareTo(range.To.Span) < 0);
}
