using System.Diagnostics.CodeAnalysis;

namespace Nedb.Storage.Trees;

/// <summary>
/// Changes a private fork of a tree. Nodes that this edit made are changed in place, all others are copied first, so trees handed out stay
/// as they are. Used by one thread at a time.
/// </summary>
internal sealed class TreeEditor<TValue>
    where TValue : class
{
    private object _owner = new();
    private TreeNode _root;

    public TreeEditor(OrderedTree<TValue> tree)
    {
        _root = tree.Root;
        Count = tree.Count;
    }

    /// <summary>The number of entries.</summary>
    public int Count { get; private set; }

    /// <summary>The tree as it stands. Later changes copy again what it holds.</summary>
    public OrderedTree<TValue> ToTree()
    {
        _owner = new();
        return new(_root, Count);
    }

    /// <summary>Takes the changes back to a tree that <see cref="ToTree"/> gave.</summary>
    public void Reset(OrderedTree<TValue> tree)
    {
        _owner = new();
        _root = tree.Root;
        Count = tree.Count;
    }

    /// <summary>The value of a key, or null where there is none.</summary>
    public TValue? Find(ReadOnlySpan<byte> key)
    {
        var prefix = TreeNode.PrefixOf(key);
        var node = _root;
        while (node is TreeBranch branch)
            node = branch.Children[branch.FindChild(key, prefix)];
        var index = node.LowerBound(key, prefix, 0, out var isEqual);
        return isEqual ? ((TreeLeaf<TValue>)node).Values[index] : null;
    }

    /// <summary>Finds the last entry whose key is less than the given one.</summary>
    /// <returns>Whether there is one.</returns>
    public bool TryFindLast(ReadOnlySpan<byte> before, [NotNullWhen(true)] out byte[]? key, [NotNullWhen(true)] out TValue? value) =>
        TreeCursor<TValue>.TryFindLast(_root, before, out key, out value);

    /// <summary>A cursor over the entries, which is good until the next change.</summary>
    public TreeCursor<TValue> OpenCursor() => new(_root);

    /// <summary>The value of the first key that begins with the given bytes, or null where there is none.</summary>
    public TValue? FindFirst(ReadOnlySpan<byte> prefix)
    {
        var cursor = new TreeCursor<TValue>(_root);
        return cursor.Seek(prefix) && cursor.Key.AsSpan().StartsWith(prefix) ? cursor.Value : null;
    }

    /// <summary>Sets the value of a key. The key must not be changed afterwards.</summary>
    /// <returns>The value that it had, or null.</returns>
    public TValue? Set(byte[] key, TValue value)
    {
        _root = _root.OwnedBy(_owner);
        var right = Set(_root, key, TreeNode.PrefixOf(key), value, out var replaced, out var rightKey);
        if (right is not null)
        {
            var root = new TreeBranch(_owner) { Count = 2 };
            root.Children[0] = _root;
            root.Children[1] = right;
            root.SetKey(0, []);
            root.SetKey(1, rightKey!);
            _root = root;
        }

        if (replaced is null)
            Count++;
        return replaced;
    }

    /// <summary>Takes a key out.</summary>
    /// <returns>The value that it had, or null.</returns>
    public TValue? Remove(ReadOnlySpan<byte> key)
    {
        if (Find(key) is null)
            return null;
        _root = _root.OwnedBy(_owner);
        var removed = Remove(_root, key, TreeNode.PrefixOf(key));
        while (_root is TreeBranch { Count: 1 } branch)
            _root = branch.Children[0];
        Count--;
        return removed;
    }

    // Every node given to Set and Remove belongs to this edit already.
    private TreeNode? Set(TreeNode node, byte[] key, ulong prefix, TValue value, out TValue? replaced, out byte[]? rightKey)
    {
        rightKey = null;
        if (node is TreeLeaf<TValue> leaf)
            return SetInLeaf(leaf, key, prefix, value, out replaced, out rightKey);

        var branch = (TreeBranch)node;
        var index = branch.FindChild(key, prefix);
        var child = branch.Children[index] = branch.Children[index].OwnedBy(_owner);
        var right = Set(child, key, prefix, value, out replaced, out var childRightKey);
        return right is null ? null : Insert(branch, index + 1, childRightKey!, right, out rightKey);
    }

    private TreeNode? SetInLeaf(TreeLeaf<TValue> leaf, byte[] key, ulong prefix, TValue value, out TValue? replaced, out byte[]? rightKey)
    {
        rightKey = null;
        replaced = null;
        var index = leaf.LowerBound(key, prefix, 0, out var isEqual);
        if (isEqual)
        {
            replaced = leaf.Values[index];
            leaf.Values[index] = value;
            return null;
        }

        TreeLeaf<TValue>? right = null;
        var target = leaf;
        if (leaf.Count == TreeNode.Capacity)
        {
            right = (TreeLeaf<TValue>)leaf.Split(SplitPoint(index), _owner);
            if (index >= leaf.Count && !(index == leaf.Count && right.Count > 0 && leaf.Count < TreeNode.Capacity))
            {
                target = right;
                index -= leaf.Count;
            }
        }

        target.OpenGap(index);
        target.SetKey(index, key);
        target.Values[index] = value;
        rightKey = right?.Keys[0];
        return right;
    }

    private TreeNode? Insert(TreeBranch branch, int index, byte[] key, TreeNode child, out byte[]? rightKey)
    {
        rightKey = null;
        TreeBranch? right = null;
        var target = branch;
        if (branch.Count == TreeNode.Capacity)
        {
            right = (TreeBranch)branch.Split(Math.Min(SplitPoint(index), TreeNode.Capacity - 1), _owner);
            rightKey = right.Keys[0];
            // A child at position 0 would need a new least key, so at the seam it goes to the end of the left half.
            if (index > branch.Count)
            {
                target = right;
                index -= branch.Count;
            }
        }

        target.OpenGap(index);
        target.SetKey(index, key);
        target.Children[index] = child;
        return right;
    }

    // Keys that come in ascending order fill their nodes: a full node is split at its end, not in its middle.
    private static int SplitPoint(int index) => index == TreeNode.Capacity ? TreeNode.Capacity : TreeNode.Capacity / 2;

    private TValue Remove(TreeNode node, ReadOnlySpan<byte> key, ulong prefix)
    {
        if (node is TreeLeaf<TValue> leaf)
        {
            var at = leaf.LowerBound(key, prefix, 0, out _);
            var removed = leaf.Values[at];
            leaf.CloseGap(at);
            return removed;
        }

        var branch = (TreeBranch)node;
        var index = branch.FindChild(key, prefix);
        var child = branch.Children[index] = branch.Children[index].OwnedBy(_owner);
        var value = Remove(child, key, prefix);
        if (child.Count == 0)
            branch.CloseGap(index);
        else if (child.Count < TreeNode.Least)
            MergeWithNeighbour(branch, index);
        return value;
    }

    private void MergeWithNeighbour(TreeBranch branch, int index)
    {
        var left = index > 0 ? index - 1 : index;
        var right = left + 1;
        if (right >= branch.Count || branch.Children[left].Count + branch.Children[right].Count > TreeNode.Capacity)
            return;
        var merged = branch.Children[left] = branch.Children[left].OwnedBy(_owner);
        merged.Append(branch.Children[right], branch.Keys[right]);
        branch.CloseGap(right);
    }
}
