using Nedb.Storage.Runs;

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

    private static CachedBytes Make(int count) => new(new byte[count]);
}
