using Nedb.Storage.Runs;
using Nedb.Storage.Values;

namespace Nedb.Storage.Tests.Runs;

public sealed class BlockCacheTests
{
    [Fact]
    public void It_keeps_to_its_budget()
    {
        var cache = new BlockCache(100_000);
        var holder = new CachedBytes?[1_000];
        for (var i = 0; i < 1_000; i++)
        {
            cache.Add(1, holder, i, Make(1_000 + i % 500));
            Assert.InRange(cache.Bytes, 0, 100_000);
        }

        Assert.True(cache.Bytes > 90_000);
        Assert.Equal(1_000, cache.Loads);
        Assert.Equal(cache.Bytes, holder.Sum(content => content?.Footprint ?? 0)); // what went is not held
    }

    [Fact]
    public void What_is_used_again_outlives_what_a_scan_read_once()
    {
        var cache = new BlockCache(100_000);
        var holder = new CachedBytes?[2_000];
        for (var i = 0; i < 20; i++)
            cache.Add(1, holder, i, Make(1_000));
        for (var i = 20; i < 2_000; i++)
        {
            cache.Add(1, holder, i, Make(1_000));
            for (var hot = 0; hot < 20; hot++)
                Assert.True(BlockCache.TryFind(holder, hot, out _), $"block {hot} went when {i} came");
        }
    }

    [Fact]
    public void Files_are_told_apart_and_a_file_can_go()
    {
        var cache = new BlockCache(100_000);
        var (first, second) = (cache.AddFile(), cache.AddFile());
        var (firstHolder, secondHolder) = (new CachedBytes?[1], new CachedBytes?[1]);
        cache.Add(first, firstHolder, 0, Make(10));
        var bytes = cache.Bytes;
        cache.Add(second, secondHolder, 0, Make(20));
        Assert.True(BlockCache.TryFind(firstHolder, 0, out var content));
        Assert.Equal(10, content.Length);
        cache.RemoveFile(second);
        Assert.False(BlockCache.TryFind(secondHolder, 0, out _));
        Assert.True(BlockCache.TryFind(firstHolder, 0, out _));
        Assert.Equal(bytes, cache.Bytes);
    }

    [Fact]
    public void A_block_that_would_drive_out_too_much_is_not_kept()
    {
        var cache = new BlockCache(100_000);
        var holder = new CachedBytes?[2];
        cache.Add(1, holder, 0, Make(1_000));
        cache.Add(1, holder, 1, Make(50_000));
        Assert.True(BlockCache.TryFind(holder, 0, out _));
        Assert.False(BlockCache.TryFind(holder, 1, out _));
    }

    [Fact]
    public void What_was_decoded_from_a_block_counts_and_goes_with_it()
    {
        var cache = new BlockCache(10_000);
        var holder = new CachedBytes?[2];
        var (block, other) = (MakeBlock(), MakeBlock());
        cache.Add(1, holder, 0, block);
        var bytes = cache.Bytes;
        Assert.False(cache.TryKeep(other, Decoded(1, 10))); // the block itself is not kept
        Assert.True(cache.TryKeep(block, Decoded(1, 100)));
        Assert.True(cache.TryKeep(block, Decoded(1, 100))); // it is kept already, and counts once
        Assert.Single(block.Decoded);
        Assert.Equal(bytes + block.Decoded[0].Values.Footprint, cache.Bytes);
        Assert.False(cache.TryKeep(block, Decoded(2, 2_000)));
        Assert.True(BlockCache.TryFind(holder, 0, out _));
        cache.RemoveFile(1);
        Assert.Equal(0, cache.Bytes);
    }

    [Fact]
    public void What_was_decoded_drives_out_blocks_up_to_its_part_of_the_budget()
    {
        var cache = new BlockCache(100_000);
        var holder = new CachedBytes?[200];
        var blocks = Enumerable.Range(0, 50).Select(_ => MakeBlock()).ToArray();
        for (var i = blocks.Length; i < holder.Length; i++)
            cache.Add(1, holder, i, Make(1_000));
        for (var i = 0; i < blocks.Length; i++)
            cache.Add(1, holder, i, blocks[i]);
        var kept = 0;
        foreach (var block in blocks.Where(static block => block.Holder is not null))
        {
            kept += cache.TryKeep(block, Decoded(1, 500)) ? 1 : 0;
            Assert.InRange(cache.Bytes, 0, 100_000);
        }

        Assert.InRange(kept, 1, 25_000 / Decoded(1, 500).Values.Footprint);
        Assert.Equal(cache.Bytes, holder.Sum(content => content?.Footprint ?? 0));
        cache.RemoveFile(1);
        Assert.Equal(0, cache.Bytes);
        cache.Add(1, holder, 0, blocks[0]);
        Assert.True(cache.TryKeep(blocks[0], Decoded(2, 500))); // what went does not count any more
    }

    [Fact]
    public void Of_a_scan_that_is_larger_than_the_cache_a_part_stays()
    {
        var cache = new BlockCache(100_000);
        var holder = new CachedBytes?[200];
        var found = 0;
        for (var round = 0; round < 20; round++)
        {
            for (var i = 0; i < holder.Length; i++)
            {
                if (BlockCache.TryFind(holder, i, out _))
                    found += round < 10 ? 0 : 1;
                else
                    cache.Add(1, holder, i, Make(1_000), isScan: true);
            }
        }

        // Less than half of it fits. If each block drove out another, none would ever be found.
        Assert.InRange(found, 10 * holder.Length / 8, 10 * holder.Length / 2);
    }

    [Theory]
    [InlineData(4, true)] // so many times as much as there is room for
    [InlineData(20, false)]
    public void An_index_outlives_a_scan_of_a_few_times_what_there_is_room_for(int times, bool isKept)
    {
        var cache = new BlockCache(100_000);
        var (holder, top) = (new CachedBytes?[100 * times], new CachedBytes?[2]);
        cache.Add(1, top, 0, MakeBlock(isIndex: true));
        cache.Add(1, top, 1, MakeBlock());
        for (var i = 0; i < holder.Length; i++)
            cache.Add(1, holder, i, Make(1_000));
        Assert.Equal(isKept, BlockCache.TryFind(top, 0, out _));
        Assert.False(BlockCache.TryFind(top, 1, out _));
    }

    private static DecodedField Decoded(int fieldId, int count) =>
        new(0, fieldId, new() { Kind = ValueKind.Double, Doubles = new double[count] });

    private static Block MakeBlock(bool isIndex = false)
    {
        var builder = new BlockBuilder();
        builder.Add([1], [2]);
        Assert.True(Block.TryRead(builder.Finish().ToArray(), isIndex, out var block));
        return block;
    }

    private static CachedBytes Make(int count) => new(new byte[count]);
}
