namespace Nedb.Storage.Trees;

/// <summary>A node that holds entries.</summary>
internal sealed class TreeLeaf<TValue> : TreeNode
    where TValue : class
{
    private object? _columns;

    public TreeLeaf(object owner)
        : base(owner) => Values = new TValue[Capacity];

    private TreeLeaf(TreeLeaf<TValue> source, object owner)
        : base(source, owner)
    {
        Values = new TValue[Capacity];
        Array.Copy(source.Values, Values, Count);
    }

    public TValue[] Values { get; }

    /// <summary>
    /// What readers keep with the entries. Only a leaf of a tree that was handed out may have it: such a leaf is never changed, and its
    /// copies begin without.
    /// </summary>
    public object? Columns
    {
        get => Volatile.Read(ref _columns);
        set => Volatile.Write(ref _columns, value);
    }

    public override void OpenGap(int index)
    {
        Array.Copy(Values, index, Values, index + 1, Count - index);
        base.OpenGap(index);
    }

    public override void CloseGap(int index)
    {
        base.CloseGap(index);
        Array.Copy(Values, index + 1, Values, index, Count - index);
        Values[Count] = null!;
    }

    public override TreeNode OwnedBy(object owner) => Owner == owner ? this : new TreeLeaf<TValue>(this, owner);

    public override TreeNode Split(int at, object owner)
    {
        var right = new TreeLeaf<TValue>(owner);
        Array.Copy(Values, at, right.Values, 0, Count - at);
        Array.Clear(Values, at, Count - at);
        MoveKeysTo(right, at);
        return right;
    }

    public override void Append(TreeNode right, byte[] leastKey)
    {
        Array.Copy(((TreeLeaf<TValue>)right).Values, 0, Values, Count, right.Count);
        AppendKeys(right);
    }
}
