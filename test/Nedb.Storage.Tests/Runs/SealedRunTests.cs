using System.Text;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Io;
using Nedb.Storage.Runs;
using Nedb.Storage.Sealing;

namespace Nedb.Storage.Tests.Runs;

public sealed class SealedRunTests
{
    [Fact]
    public void A_sealed_run_reads_as_it_was_written_and_shows_nothing_of_it()
    {
        var files = new MemoryFileSystem();
        files.CreateFolder(RunName.Folder);
        var codec = new SealedBlockCodec(Vault.Create(RunBench.Id, 1));
        RunInfo info;
        using (var writer = new RunWriter(files, RunBench.Id, 1, codec))
        {
            for (var i = 0; i < 3000; i++)
                writer.Add(Encoding.UTF8.GetBytes($"secret key {i:D6}"), Encoding.UTF8.GetBytes("secret value " + i));
            info = writer.Finish();
        }

        using (var run = Run.Open(files, info, new BlockCache(64 * 1024), codec))
        {
            for (var i = 0; i < 3000; i += 7)
            {
                Assert.True(run.TryFind(Encoding.UTF8.GetBytes($"secret key {i:D6}"), out var value));
                Assert.Equal("secret value " + i, Encoding.UTF8.GetString(value.Span));
            }
        }

        using (var file = files.Open(RunName.PathOf(1), FileIntent.Read))
        {
            var bytes = new byte[file.Length];
            Assert.Equal(bytes.Length, file.Read(bytes, 0));
            Assert.Equal(-1, bytes.AsSpan().IndexOf("secret"u8));
        }

        var other = new SealedBlockCodec(Vault.Create(RunBench.Id, 1));
        Assert.Throws<CorruptionException>(() => Run.Open(files, info, new BlockCache(0), other).Dispose());
        Assert.Throws<CorruptionException>(() => Run.Open(files, info, new BlockCache(0)).Dispose());
    }
}
