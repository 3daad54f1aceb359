namespace Nedb.Storage.Trees;

/// <summary>A node that holds nodes.</summary>
internal sealed class TreeBranch : TreeNode
{
    public TreeBranch(object owner)
        : base(owner) => Children = new TreeNode[Capacity];

    private TreeBranch(TreeBranch source, object owner)
        : base(source, owner)
    {
        Children = new TreeNode[Capacity];
        Array.Copy(source.Children, Children, Count);
    }

    public TreeNode[] Children { get; }

    /// <summary>The position of the child that may hold a key.</summary>
    public int FindChild(ReadOnlySpan<byte> key, ulong prefix)
    {
        var index = LowerBound(key, prefix, 1, out var isEqual);
        return isEqual ? index : index - 1;
    }

    public override void OpenGap(int index)
    {
        Array.Copy(Children, index, Children, index + 1, Count - index);
        base.OpenGap(index);
    }

    public override void CloseGap(int index)
    {
        base.CloseGap(index);
        Array.Copy(Children, index + 1, Children, index, Count - index);
        Children[Count] = null!;
    }

    public override TreeNode OwnedBy(object owner) => Owner == owner ? this : new TreeBranch(this, owner);

    public override TreeNode Split(int at, object owner)
    {
        var right = new TreeBranch(owner);
        Array.Copy(Children, at, right.Children, 0, Count - at);
        Array.Clear(Children, at, Count - at);
        MoveKeysTo(right, at);
        return right;
    }

    public override void Append(TreeNode right, byte[] leastKey)
    {
        var first = Count;
        Array.Copy(((TreeBranch)right).Children, 0, Children, Count, right.Count);
        AppendKeys(right);
        // The first key of a branch is not kept up, since nobody looks at it; in the middle it is looked at.
        SetKey(first, leastKey);
    }
}
