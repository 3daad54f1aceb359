using System.Diagnostics.CodeAnalysis;

namespace Nedb.Storage.Trees;

/// <summary>Walks over the entries of a tree in either direction. Used by one thread at a time.</summary>
internal sealed class TreeCursor<TValue>
    where TValue : class
{
    // Six levels of at least sixteen entries hold more than memory does; deeper trees come only from deletes, and the arrays grow.
    private TreeBranch[] _branches = new TreeBranch[6];
    private int[] _positions = new int[6];
    private readonly TreeNode _root;
    private int _depth;
    private TreeLeaf<TValue>? _leaf;
    private int _index;

    public TreeCursor(TreeNode root) => _root = root;

    /// <summary>Finds the last entry of a tree whose key is less than the given one.</summary>
    public static bool TryFindLast(
        TreeNode root, ReadOnlySpan<byte> before, [NotNullWhen(true)] out byte[]? key, [NotNullWhen(true)] out TValue? value)
    {
        var cursor = new TreeCursor<TValue>(root);
        var isThere = cursor.SeekBefore(before);
        (key, value) = isThere ? (cursor.Key, cursor.Value) : (null, null);
        return isThere;
    }

    /// <summary>The key of the entry that the cursor stands on.</summary>
    public byte[] Key => _leaf!.Keys[_index];

    /// <summary>The value of the entry that the cursor stands on.</summary>
    public TValue Value => _leaf!.Values[_index];

    /// <summary>Moves to the first entry whose key is not less than the given one.</summary>
    /// <returns>Whether there is one.</returns>
    public bool Seek(ReadOnlySpan<byte> key)
    {
        Descend(key);
        return _index < _leaf!.Count || MoveToNeighbour(1);
    }

    /// <summary>Moves to the last entry whose key is less than the given one.</summary>
    /// <returns>Whether there is one.</returns>
    public bool SeekBefore(ReadOnlySpan<byte> key)
    {
        Descend(key);
        _index--;
        return _index >= 0 || MoveToNeighbour(-1);
    }

    /// <summary>Moves to the first entry.</summary>
    /// <returns>Whether there is one.</returns>
    public bool MoveFirst()
    {
        _depth = 0;
        DescendToEnd(_root, 1);
        return _leaf!.Count > 0;
    }

    /// <summary>Moves to the last entry.</summary>
    /// <returns>Whether there is one.</returns>
    public bool MoveLast()
    {
        _depth = 0;
        DescendToEnd(_root, -1);
        return _leaf!.Count > 0;
    }

    /// <summary>Moves to the next entry.</summary>
    /// <returns>Whether there is one.</returns>
    public bool MoveNext() => ++_index < _leaf!.Count || MoveToNeighbour(1);

    /// <summary>Moves to the previous entry.</summary>
    /// <returns>Whether there is one.</returns>
    public bool MovePrevious() => --_index >= 0 || MoveToNeighbour(-1);

    /// <summary>Gives the entries from the present one on, as far as its leaf goes, and moves to the last of them.</summary>
    /// <param name="most">The most entries to give, at least 1.</param>
    /// <param name="before">The bound that their keys must be less than; empty for none.</param>
    /// <param name="start">Where in the leaf they begin.</param>
    /// <param name="count">How many there are.</param>
    /// <returns>The leaf.</returns>
    public TreeLeaf<TValue> TakeRun(int most, ReadOnlySpan<byte> before, out int start, out int count)
    {
        start = _index;
        count = Math.Min(most, _leaf!.Count - _index);
        // The keys ascend: where the last one is inside, all are.
        if (count > 0 && !before.IsEmpty && _leaf.Keys[_index + count - 1].AsSpan().SequenceCompareTo(before) >= 0)
            count = _leaf.LowerBound(before, TreeNode.PrefixOf(before), _index, out _) - _index;
        _index += Math.Max(count - 1, 0);
        return _leaf;
    }

    /// <summary>As <see cref="TakeRun"/> the other way: counts the entries from the present one back, as far as its leaf goes, and moves to
    /// the last of them.</summary>
    /// <param name="most">The most entries to count, at least 1.</param>
    /// <param name="from">The bound that their keys must not be less than; empty for none.</param>
    /// <returns>How many there are.</returns>
    public int PassRunBack(int most, ReadOnlySpan<byte> from)
    {
        var count = Math.Min(most, _index + 1);
        if (count > 0 && !from.IsEmpty && _leaf!.Keys[_index - count + 1].AsSpan().SequenceCompareTo(from) < 0)
            count = _index + 1 - _leaf.LowerBound(from, TreeNode.PrefixOf(from), 0, out _);
        _index -= Math.Max(count - 1, 0);
        return count;
    }

    private void Descend(ReadOnlySpan<byte> key)
    {
        var prefix = TreeNode.PrefixOf(key);
        _depth = 0;
        var node = _root;
        while (node is TreeBranch branch)
        {
            var position = branch.FindChild(key, prefix);
            Push(branch, position);
            node = branch.Children[position];
        }

        _leaf = (TreeLeaf<TValue>)node;
        _index = node.LowerBound(key, prefix, 0, out _);
    }

    private bool MoveToNeighbour(int step)
    {
        while (_depth > 0)
        {
            var branch = _branches[_depth - 1];
            var position = _positions[_depth - 1] + step;
            if (position >= 0 && position < branch.Count)
            {
                _positions[_depth - 1] = position;
                DescendToEnd(branch.Children[position], step);
                return true;
            }

            _depth--;
        }

        return false;
    }

    private void DescendToEnd(TreeNode node, int step)
    {
        while (node is TreeBranch branch)
        {
            var position = step > 0 ? 0 : branch.Count - 1;
            Push(branch, position);
            node = branch.Children[position];
        }

        _leaf = (TreeLeaf<TValue>)node;
        _index = step > 0 ? 0 : _leaf.Count - 1;
    }

    private void Push(TreeBranch branch, int position)
    {
        if (_depth == _branches.Length)
        {
            Array.Resize(ref _branches, 2 * _depth);
            Array.Resize(ref _positions, 2 * _depth);
        }

        _branches[_depth] = branch;
        _positions[_depth++] = position;
    }
}
