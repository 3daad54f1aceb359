using System.Runtime.InteropServices;
using Nedb.Storage.Trees;

namespace Nedb.Storage.Runs;

/// <summary>
/// What a search needs of the base keys of a block, side by side: what all keys of the block begin with, and the eight bytes behind that of
/// each base key as a number. A step of a binary search over the block itself looks at an offset and at a key, which are two lines of
/// memory for each; here a block of a thousand entries is searched within a few lines. They are an array and nothing else, so that nothing
/// stands between a block and them: the length of the beginning, the beginning, filled up to whole words, and a word for each group.
/// </summary>
internal static class BaseKeys
{
    // Of longer beginnings the rest is compared with the keys themselves.
    private const int CommonMost = 64;

    private const int OverheadBytes = 32;

    /// <summary>Takes them from a block.</summary>
    public static ulong[] Of(Block block)
    {
        var groups = GroupsOf(block.Count);
        var least = block.BaseKey(0);
        // Keys ascend, so what the first and the last one begin with, all between do.
        var common = Math.Min(CommonMost, least.CommonPrefixLength(block.KeyOf(block.Count - 1)));
        var first = FirstOf(common);
        var words = new ulong[first + groups];
        words[0] = (ulong)common;
        least[..common].CopyTo(BeginningOf(words, CommonMost));
        for (var group = 0; group < groups; group++)
            words[first + group] = TreeNode.PrefixOf(block.BaseKey(group)[common..]);
        return words;
    }

    /// <summary>The bytes of memory that they take at most for a block with a number of entries.</summary>
    public static int FootprintMost(int count) => OverheadBytes + CommonMost + (sizeof(ulong) * GroupsOf(count));

    /// <summary>Finds out how many base keys are less than a key, as far as their beginnings say.</summary>
    /// <param name="words">What <see cref="Of"/> gave.</param>
    /// <param name="key">The key.</param>
    /// <param name="low">So many are less for certain.</param>
    /// <returns>Where those end of which only a comparison can tell; all behind them are greater.</returns>
    public static int Narrow(ulong[] words, ReadOnlySpan<byte> key, out int low)
    {
        var common = (int)words[0];
        var bases = words.AsSpan(FirstOf(common));
        var beginning = BeginningOf(words, common);
        if (!key.StartsWith(beginning))
            return low = key.SequenceCompareTo(beginning) < 0 ? 0 : bases.Length;
        var word = TreeNode.PrefixOf(key[common..]);
        low = CountLess(bases, word);
        if (low == bases.Length || bases[low] != word)
            return low;
        return word == ulong.MaxValue ? bases.Length : low + CountLess(bases[low..], word + 1);
    }

    private static int GroupsOf(int count) => Block.GroupOf(count - 1) + 1;

    private static int FirstOf(int common) => 1 + ((common + sizeof(ulong) - 1) / sizeof(ulong));

    private static Span<byte> BeginningOf(ulong[] words, int length)
    {
        var bytes = MemoryMarshal.AsBytes(words.AsSpan(1));
        return bytes[..Math.Min(length, bytes.Length)];
    }

    private static int CountLess(ReadOnlySpan<ulong> words, ulong word)
    {
        int low = 0, high = words.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (words[middle] < word)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
