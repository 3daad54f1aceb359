using System.Collections.Immutable;
using Nedb.Storage.Values;

namespace Nedb.Storage.Proofs;

/// <summary>
/// The tree of RFC 6962 §2.1 over the leaves of the log. It keeps the hash of every complete subtree, level by level:
/// <code>
/// level 2              [0..3]
/// level 1      [0..1]         [2..3]      [4..5]
/// level 0    0       1      2        3   4      5    6      size 7: the peaks are [0..3], [4..5] and 6
/// </code>
/// so the root of any earlier size, and any proof, takes O(log n) steps. It costs 64 bytes per leaf, until what was written elsewhere is
/// let go; of that, the levels between the leaves and <see cref="LeastKeptLevel"/> are computed again. Not safe for more than one thread.
/// </summary>
internal sealed class MerkleTree
{
    /// <summary>The least level above the leaves whose hashes are written elsewhere.</summary>
    public const int LeastKeptLevel = 3;

    // So many pairs are worth being hashed together.
    private const int PairsAtOnce = 64;

    private readonly List<HashColumn> _levels = [new()];
    private HashQueue? _queue;
    private ITreeHashes? _written;

    /// <summary>Makes a tree without leaves.</summary>
    public MerkleTree()
    {
    }

    /// <summary>Makes a tree that goes on from an earlier one.</summary>
    /// <param name="size">The number of leaves of the earlier one.</param>
    /// <param name="peaks">The hashes of its complete subtrees, the smallest first.</param>
    /// <exception cref="ArgumentException">A tree of that size has another number of peaks.</exception>
    public MerkleTree(long size, ReadOnlySpan<Hash256> peaks)
    {
        if (peaks.Length != System.Numerics.BitOperations.PopCount((ulong)size))
            throw new ArgumentException($"A tree of {size} leaves does not have {peaks.Length} peaks.", nameof(peaks));
        var next = 0;
        for (var level = 0; size >> level > 0; level++)
        {
            if (level == _levels.Count)
                _levels.Add(new HashColumn());
            var count = size >> level;
            _levels[level].Skip(count & ~1L);
            if ((count & 1) != 0)
                _levels[level].Add(peaks[next++]);
        }
    }

    /// <summary>The number of leaves.</summary>
    public long Size => _levels[0].Count;

    /// <summary>Adds a leaf.</summary>
    public void Append(Hash256 leaf)
    {
        _levels[0].Add(leaf);
        for (var level = 0; (_levels[level].Count & 1) == 0; level++)
        {
            var count = _levels[level].Count;
            var parent = HashDomain.HashInner(_levels[level][count - 2], _levels[level][count - 1]);
            if (_levels.Count == level + 1)
                _levels.Add(new HashColumn());
            _levels[level + 1].Add(parent);
        }
    }

    /// <summary>Adds many leaves, in their order: the same as one after the other, with less work.</summary>
    public void Append(ReadOnlySpan<Hash256> leaves)
    {
        if (leaves.Length <= 2)
        {
            foreach (var leaf in leaves)
                Append(leaf);
            return;
        }

        foreach (var leaf in leaves)
            _levels[0].Add(leaf);
        for (var level = 0; level < _levels.Count; level++)
        {
            var done = level + 1 < _levels.Count ? _levels[level + 1].Count : 0;
            var there = _levels[level].Count >> 1;
            if (there > done && level + 1 == _levels.Count)
                _levels.Add(new HashColumn());
            for (; done < there; done += PairsAtOnce)
                AppendParents(level, done, (int)Math.Min(PairsAtOnce, there - done));
        }
    }

    private void AppendParents(int level, long first, int count)
    {
        var (children, parents) = (_levels[level], _levels[level + 1]);
        if (count == 1)
        {
            parents.Add(HashDomain.HashInner(children[2 * first], children[2 * first + 1]));
            return;
        }

        var queue = _queue ??= new();
        Span<Hash256> hashes = stackalloc Hash256[PairsAtOnce];
        Span<byte> pair = stackalloc byte[2 * Hash256.SizeBytes];
        for (var i = 0; i < count; i++)
        {
            children[2 * (first + i)].CopyTo(pair);
            children[2 * (first + i) + 1].CopyTo(pair[Hash256.SizeBytes..]);
            queue.Add(HashDomain.Inner, pair, default, hashes, i);
        }

        queue.Finish(hashes);
        foreach (var hash in hashes[..count])
            parents.Add(hash);
    }

    /// <summary>Takes back the leaves after the first <paramref name="size"/>.</summary>
    public void Truncate(long size)
    {
        for (var level = 0; level < _levels.Count; level++)
            _levels[level].Truncate(size >> level);
    }

    /// <summary>A leaf by its index.</summary>
    public Hash256 Leaf(long index) => Subtree(0, index);

    /// <summary>The hashes of the complete subtrees that make up the tree over the first leaves, the smallest first.</summary>
    public Hash256[] Peaks(long size)
    {
        var peaks = new List<Hash256>();
        for (var level = 0; size >> level > 0; level++)
            if ((size >> level & 1) != 0)
                peaks.Add(Subtree(level, (size >> level) - 1));
        return [.. peaks];
    }

    /// <summary>The hash of a complete subtree.</summary>
    public Hash256 Subtree(int level, long index)
    {
        if (index >= _levels[level].Start)
            return _levels[level][index];
        if (_written is null)
            throw new InvalidOperationException("The hash was let go, and nothing was said of where it is.");
        return level is 0 or >= LeastKeptLevel
            ? _written.ReadTreeHash(level, index)
            : HashDomain.HashInner(Subtree(level - 1, 2 * index), Subtree(level - 1, 2 * index + 1));
    }

    /// <summary>Lets go of what only the tree over the first leaves needs, since it was written elsewhere.</summary>
    public void Trim(long size, ITreeHashes? written)
    {
        _written = written;
        for (var level = 0; level < _levels.Count; level++)
            // The last of an odd number waits for its sibling.
            _levels[level].Trim((size >> level) & ~1L);
    }

    /// <summary>Lets go of all hashes; the tree is not used any more.</summary>
    public void Release()
    {
        foreach (var level in _levels)
            level.Release();
    }

    /// <summary>The root of the tree over the first <paramref name="size"/> leaves.</summary>
    public Hash256 Root(long size)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, Size);
        return size == 0 ? HashDomain.EmptyRoot : HashRange(0, size);
    }

    /// <summary>
    /// The path from a leaf to the root of the tree over the first <paramref name="size"/> leaves, sibling of the leaf first.
    /// </summary>
    public ImmutableArray<Hash256> ProveInclusion(long index, long size)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, Size);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var path = ImmutableArray.CreateBuilder<Hash256>();
        long start = 0;
        for (var end = size; end - start > 1;)
        {
            var middle = start + LargestPowerBelow(end - start);
            if (index < middle)
            {
                path.Add(HashRange(middle, end));
                end = middle;
            }
            else
            {
                path.Add(HashRange(start, middle));
                start = middle;
            }
        }

        path.Reverse();
        return path.ToImmutable();
    }

    /// <summary>
    /// The hashes that show that the tree over the first <paramref name="oldSize"/> leaves begins the one over <paramref name="newSize"/>.
    /// </summary>
    public ImmutableArray<Hash256> ProveConsistency(long oldSize, long newSize)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(newSize, Size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(oldSize, newSize);
        if (oldSize == 0 || oldSize == newSize)
            return [];
        var path = ImmutableArray.CreateBuilder<Hash256>();
        long start = 0;
        var end = newSize;
        var isWholeOld = true; // the subtree in hand is the whole old tree, whose root the verifier has
        while (end > oldSize)
        {
            var middle = start + LargestPowerBelow(end - start);
            if (oldSize <= middle)
            {
                path.Add(HashRange(middle, end));
                end = middle;
            }
            else
            {
                path.Add(HashRange(start, middle));
                start = middle;
                isWholeOld = false;
            }
        }

        if (!isWholeOld)
            path.Add(HashRange(start, end));
        path.Reverse();
        return path.ToImmutable();
    }

    /// <summary>The largest power of two that is smaller than a number above 1.</summary>
    private static long LargestPowerBelow(long count) => 1L << (int)long.Log2(count - 1);

    private Hash256 HashRange(long start, long end)
    {
        var count = end - start;
        if (long.IsPow2(count) && start % count == 0)
        {
            var level = (int)long.TrailingZeroCount(count);
            return Subtree(level, start >> level);
        }

        var middle = start + LargestPowerBelow(count);
        return HashDomain.HashInner(HashRange(start, middle), HashRange(middle, end));
    }
}
