using System.Buffers.Binary;

namespace Nedb.Storage.Trees;

/// <summary>
/// A node of an <see cref="OrderedTree{TValue}"/>. A node may be changed only by the edit that made it (<see cref="Owner"/>); every other
/// edit copies it. The first eight bytes of each key stand in an array of their own, so that a search touches the keys themselves only
/// where those are equal.
/// </summary>
internal abstract class TreeNode
{
    /// <summary>The most entries of a node.</summary>
    public const int Capacity = 64;

    /// <summary>A node with fewer entries is merged with a neighbour where both fit into one.</summary>
    public const int Least = Capacity / 4;

    protected TreeNode(object owner)
    {
        Owner = owner;
        Prefixes = new ulong[Capacity];
        Keys = new byte[Capacity][];
    }

    protected TreeNode(TreeNode source, object owner)
        : this(owner)
    {
        Count = source.Count;
        Array.Copy(source.Prefixes, Prefixes, Count);
        Array.Copy(source.Keys, Keys, Count);
    }

    public object Owner { get; }

    public int Count { get; set; }

    public ulong[] Prefixes { get; }

    /// <summary>
    /// In a leaf the keys of the entries; in a branch the least key below each child, where that of the first child counts as the least of
    /// all.
    /// </summary>
    public byte[][] Keys { get; }

    public static ulong PrefixOf(ReadOnlySpan<byte> key)
    {
        if (key.Length >= sizeof(ulong))
            return BinaryPrimitives.ReadUInt64BigEndian(key);
        var prefix = 0UL;
        for (var i = 0; i < key.Length; i++)
            prefix |= (ulong)key[i] << (56 - 8 * i);
        return prefix;
    }

    /// <summary>The position of the first key that is not less than the given one.</summary>
    public int LowerBound(ReadOnlySpan<byte> key, ulong prefix, int from, out bool isEqual)
    {
        int low = from, high = Count;
        isEqual = false;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            var found = Prefixes[middle];
            var order = found != prefix ? found.CompareTo(prefix) : Keys[middle].AsSpan().SequenceCompareTo(key);
            if (order < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
                isEqual |= order == 0;
            }
        }

        return low;
    }

    public void SetKey(int index, byte[] key)
    {
        Keys[index] = key;
        Prefixes[index] = PrefixOf(key);
    }

    /// <summary>Makes room for one entry.</summary>
    public virtual void OpenGap(int index)
    {
        Array.Copy(Keys, index, Keys, index + 1, Count - index);
        Array.Copy(Prefixes, index, Prefixes, index + 1, Count - index);
        Count++;
    }

    /// <summary>Takes one entry out.</summary>
    public virtual void CloseGap(int index)
    {
        Count--;
        Array.Copy(Keys, index + 1, Keys, index, Count - index);
        Array.Copy(Prefixes, index + 1, Prefixes, index, Count - index);
        Keys[Count] = null!;
    }

    /// <summary>This node, or a copy of it that belongs to an edit.</summary>
    public abstract TreeNode OwnedBy(object owner);

    /// <summary>Moves the entries from a position on into a new right neighbour.</summary>
    public abstract TreeNode Split(int at, object owner);

    /// <summary>Appends the entries of the right neighbour, whose least key is given.</summary>
    public abstract void Append(TreeNode right, byte[] leastKey);

    protected void MoveKeysTo(TreeNode right, int at)
    {
        right.Count = Count - at;
        Array.Copy(Keys, at, right.Keys, 0, right.Count);
        Array.Copy(Prefixes, at, right.Prefixes, 0, right.Count);
        Array.Clear(Keys, at, right.Count);
        Count = at;
    }

    protected void AppendKeys(TreeNode right)
    {
        Array.Copy(right.Keys, 0, Keys, Count, right.Count);
        Array.Copy(right.Prefixes, 0, Prefixes, Count, right.Count);
        Count += right.Count;
    }
}
