using System.Diagnostics.CodeAnalysis;

namespace Nedb.Storage.Trees;

/// <summary>
/// An immutable map from byte keys to values in the order of the keys: a B+ tree whose edits copy the path that they change (copy on
/// write). Whoever holds a tree sees it unchanged for ever, without a lock. <see cref="TreeEditor{TValue}"/> makes a changed one.
/// </summary>
internal sealed class OrderedTree<TValue>
    where TValue : class
{
    internal OrderedTree(TreeNode root, int count)
    {
        Root = root;
        Count = count;
    }

    /// <summary>The tree without entries.</summary>
    public static OrderedTree<TValue> Empty { get; } = new(new TreeLeaf<TValue>(new object()), 0);

    /// <summary>The number of entries.</summary>
    public int Count { get; }

    internal TreeNode Root { get; }

    /// <summary>The value of a key, or null where there is none.</summary>
    public TValue? Find(ReadOnlySpan<byte> key)
    {
        var prefix = TreeNode.PrefixOf(key);
        var node = Root;
        while (node is TreeBranch branch)
            node = branch.Children[branch.FindChild(key, prefix)];
        var index = node.LowerBound(key, prefix, 0, out var isEqual);
        return isEqual ? ((TreeLeaf<TValue>)node).Values[index] : null;
    }

    /// <summary>Finds the last entry whose key is less than the given one.</summary>
    /// <returns>Whether there is one.</returns>
    public bool TryFindLast(ReadOnlySpan<byte> before, [NotNullWhen(true)] out byte[]? key, [NotNullWhen(true)] out TValue? value) =>
        TreeCursor<TValue>.TryFindLast(Root, before, out key, out value);

    /// <summary>A cursor over the entries, standing before the first.</summary>
    public TreeCursor<TValue> OpenCursor() => new(Root);
}
