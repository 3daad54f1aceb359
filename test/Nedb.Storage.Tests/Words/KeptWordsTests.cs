using Nedb.Storage.Io;
using Nedb.Storage.Runs;
using Nedb.Storage.Tests.Runs;
using Nedb.Storage.Values;
using Nedb.Storage.Words;

namespace Nedb.Storage.Tests.Words;

public sealed class KeptWordsTests
{
    [Fact]
    public void What_words_have_stays_within_the_bytes_of_the_cache_and_goes_with_the_run()
    {
        var cache = new BlockCache(64 * 1024);
        using (var run = Open(cache))
        {
            var kept = new KeptWords(run);
            for (var number = 0; number < 2_000; number++)
            {
                kept.Keep($"word {number}", [number, number + 1]);
                Assert.Equal([number, number + 1], kept.PlacesOf($"word {number}")!);
                kept.Keep($"word {number}", [new WordVersion(NedbValue.FromInt64(number), number, long.MaxValue)]);
                Assert.Equal(number, kept.VersionsOf($"word {number}")![0].Seq);
                Assert.InRange(cache.Bytes, 1, cache.BytesMax);
            }

            Assert.Null(kept.PlacesOf("word 0"));
            Assert.Null(kept.VersionsOf("word 0"));
            kept.Keep("word 0", [7]);
            Assert.Equal([7], kept.PlacesOf("word 0")!);
        }

        Assert.Equal(0, cache.Bytes);
    }

    [Fact]
    public void A_word_with_more_places_than_the_cache_takes_at_once_is_not_kept()
    {
        var cache = new BlockCache(64 * 1024);
        using var run = Open(cache);
        var kept = new KeptWords(run);
        kept.Keep("all", [.. Enumerable.Range(0, 10_000)]);
        Assert.Null(kept.PlacesOf("all"));
        kept.Keep("all", [1]);
        Assert.Equal([1], kept.PlacesOf("all")!);
    }

    private static Run Open(BlockCache cache)
    {
        var files = new MemoryFileSystem();
        files.CreateFolder(RunName.Folder);
        return Run.Open(files, RunBench.Write(files, 1, RunBench.MakeEntries(new Random(1), 10, 12, 100)), cache);
    }
}
