using Nedb.Storage.Diagnostics;
using Nedb.Storage.Io;
using Nedb.Storage.Log;
using Nedb.Testing.Io;
using Nedb.Testing.Log;

namespace Nedb.Storage.Tests.Log;

public sealed class SegmentRewriterTests
{
    [Theory]
    [InlineData("pack")]
    [InlineData("erase")]
    [InlineData("encrypt")]
    public void A_full_disk_is_no_fuller_after_segments_could_not_be_written_anew(string what)
    {
        for (var call = 1; ; call++)
        {
            var disk = new MemoryFileSystem();
            using (var log = CommitLog.Open(disk, LogFixture.Options))
                LogFixture.Fill(log, 400, seed: 3, payloadMax: 2000);
            var segments = Segments(disk);
            Assert.True(segments.Length > 2);
            var files = new FaultFileSystem(disk) { Only = FileCall.Write, Error = "ENOSPC" };
            if (TryChange(files, what, call) is not { } error)
            {
                Assert.True(call > 3, $"only {call} writes");
                return;
            }

            Assert.Equal(StorageErrorCode.Io, error.Code);
            Assert.DoesNotContain(disk.List("log"), static name => name.EndsWith("-1.nlog.new", StringComparison.Ordinal));
            if (error.InnerException!.Message.Contains("-1.nlog", StringComparison.Ordinal))
                Assert.DoesNotContain(Segments(disk), name => name.EndsWith("-1.nlog", StringComparison.Ordinal) && what != "pack");
        }
    }

    /// <summary>The failure; null where all writes that there are succeed.</summary>
    private static StorageException? TryChange(FaultFileSystem files, string what, int call)
    {
        try
        {
            if (what == "encrypt")
            {
                files.FailAt = call;
                KeyChange.Encrypt(files, EncryptionKey.Generate(), TimeProvider.System);
                return null;
            }

            using var log = CommitLog.Open(files, LogFixture.Options);
            files.Heal();
            files.FailAt = call;
            if (what == "pack")
                log.PackSegments(default);
            else
                log.Erase([2, 150, 399]);
            files.Heal();
            return null;
        }
        catch (StorageException error)
        {
            return error;
        }
        finally
        {
            files.Heal();
        }
    }

    private static string[] Segments(MemoryFileSystem disk) =>
        [.. disk.List("log").Where(static name => name.EndsWith(".nlog", StringComparison.Ordinal))];
}
