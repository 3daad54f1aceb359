using Nedb.Storage.Diagnostics;
using Nedb.Storage.Format;
using Nedb.Storage.Io;
using Nedb.Storage.Log;
using Nedb.Storage.Proofs;
using Nedb.Storage.Recovery;
using Nedb.Testing.Io;
using Nedb.Testing.Log;

namespace Nedb.Storage.Tests.Log;

/// <summary>
/// Strategy: pack segments, with and without a key, with the power going at every changing call, and with every call failing.
/// Invariants: nothing that a reader sees differs, head and root included; each segment is there in one revision once the log was opened.
/// </summary>
public sealed class PackedSegmentTests
{
    private const long Seq = 500;

    private static readonly EncryptionKey Key = EncryptionKey.Parse(new string('7', 64));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_packed_log_replays_verifies_and_proves_as_before_and_is_smaller(bool isEncrypted)
    {
        var options = OptionsOf(isEncrypted);
        var files = new MemoryFileSystem();
        Checkpoint before;
        using (var log = CommitLog.Open(files, options))
        {
            LogFixture.Fill(log, Seq, seed: 5, payloadMax: 2000);
            before = log.Checkpoint;
            var commits = log.Replay().ToList();
            var size = SizeOf(files);
            Assert.InRange(log.PackSegments(default), 3, 20);
            Assert.Equal(0, log.PackSegments(default));
            Assert.InRange(SizeOf(files), 1, size * 9 / 10);
            AssertSame(log, before, commits);
        }

        using var again = CommitLog.Open(files, options);
        Assert.Equal(before, again.Checkpoint);
        LogFixture.Fill(again, Seq + 50, seed: 5);
        Assert.True(again.Verify(before, null, default).IsIntact);
        Assert.True(LogVerifier.VerifyFolder(files, options.Key, before, null, TimeProvider.System, default).IsIntact);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_power_cut_while_segments_are_packed_leaves_each_as_it_was_or_as_it_should_be(bool isEncrypted)
    {
        var options = OptionsOf(isEncrypted);
        var original = new CrashFileSystem();
        Checkpoint before;
        using (var log = CommitLog.Open(original, options))
        {
            LogFixture.Fill(log, 150, seed: 5, payloadMax: 2000);
            before = log.Checkpoint;
        }

        for (var cut = 1; ; cut++)
        {
            var disk = original.Survive(CrashLoss.KeepAll, 0);
            using var log = CommitLog.Open(disk, options);
            disk.CutAt = disk.Changes + cut;
            var isDone = false;
            try
            {
                log.PackSegments(default);
                isDone = true;
            }
            catch (StorageException error) when (error.Code == StorageErrorCode.Io)
            {
                // The power is off.
            }

            foreach (var loss in Enum.GetValues<CrashLoss>())
            {
                var survivor = disk.Survive(loss, cut);
                using var after = CommitLog.Open(survivor, options);
                Assert.Equal(before, after.Checkpoint);
                Assert.True(after.Verify(before, null, default).IsIntact);
                var names = SegmentList.Read(survivor);
                Assert.Equal(names.Count, names.DistinctBy(name => name.FirstSeq).Count());
            }

            disk.CutAt = 0;
            if (isDone)
                break;
        }
    }

    [Fact]
    public void A_file_call_that_fails_while_segments_are_packed_is_a_typed_error_and_loses_nothing()
    {
        var options = OptionsOf(false);
        var image = FileImage.Take(Filled(options, out var before));
        var failures = 0;
        for (var call = 1; ; call++)
        {
            var files = new FaultFileSystem(image.ToFiles());
            using var log = CommitLog.Open(files, options);
            files.FailAt = files.Count + call;
            files.Error = call % 2 == 0 ? "ENOSPC" : "EIO";
            StorageException? error = null;
            try
            {
                log.PackSegments(default);
            }
            catch (StorageException thrown)
            {
                error = thrown;
                Assert.Equal(StorageErrorCode.Io, thrown.Code);
                failures++;
            }

            var hasFailed = files.HasFailed;
            files.Heal();
            Assert.True(log.Verify(before, null, default).IsIntact);
            log.Dispose();
            using var again = CommitLog.Open(files, options);
            Assert.Equal(before, again.Checkpoint);
            if (!hasFailed)
                break;
        }

        Assert.True(failures > 20, $"only {failures} calls failed");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Law_3_Every_changed_byte_of_a_packed_segment_is_found_when_it_is_opened_and_when_it_is_verified(bool isEncrypted)
    {
        var options = OptionsOf(isEncrypted);
        var files = Filled(options, out _);
        using (var log = CommitLog.Open(files, options))
            log.PackSegments(default);
        var image = FileImage.Take(files);
        var path = image.Paths.First(name => name.StartsWith("log/", StringComparison.Ordinal));
        Assert.True(SegmentHeader.Read(image[path], path).IsPacked);
        var length = image[path].Length;
        for (var at = 0; at < length; at += at < 128 || at > length - 64 || Reliability.Torture.Factor > 1 ? 3 : 1009)
        {
            var copy = image.Copy();
            copy[path][at] ^= (byte)(1 << at % 8);
            var changed = copy.ToFiles();
            Assert.ThrowsAny<StorageException>(() => CommitLog.Open(changed, options).Dispose());
            Assert.Null(copy.DifferenceTo(changed));
            var report = LogVerifier.VerifyFolder(changed, options.Key, null, null, TimeProvider.System, default);
            Assert.False(report.IsIntact, $"byte {at}");
        }

        foreach (var cut in (int[])[0, 100, 128, length / 2, length - 1])
        {
            var copy = image.Copy();
            copy[path] = copy[path][..cut];
            Assert.ThrowsAny<StorageException>(() => CommitLog.Open(copy.ToFiles(), options).Dispose());
        }
    }

    [Fact]
    public void A_reader_that_began_before_packing_reads_on_and_the_old_files_go_when_it_ends()
    {
        var files = Filled(OptionsOf(false), out _);
        using var log = CommitLog.Open(files, OptionsOf(false));
        var expected = log.Replay().Count();
        var found = 0;
        var count = SegmentList.Read(files).Count;
        foreach (var commit in log.Replay())
        {
            if (found++ == 10)
                Assert.Equal(count - 1, log.PackSegments(default));
        }

        Assert.Equal(expected, found);
        Assert.Equal(count, SegmentList.Read(files).Count);
    }

    [Fact]
    public void Closed_segments_are_packed_in_the_background_while_appending_goes_on()
    {
        var files = new MemoryFileSystem();
        var options = OptionsOf(false) with { PackSegments = true };
        using (var log = CommitLog.Open(files, options))
        {
            LogFixture.Fill(log, 1500, seed: 5, payloadMax: 2000);
            log.PackSegments(default); // waits for what goes on in the background
            Assert.True(log.Verify(log.Checkpoint, null, default).IsIntact);
        }

        Assert.True(SegmentList.Read(files).Count(segment => segment.Revision == 1) > 5);
        CommitLog.Open(files, options).Dispose();
    }

    [Fact]
    public void A_packed_database_is_encrypted_and_decrypted_and_stays_packed()
    {
        var files = Filled(OptionsOf(false), out var before);
        using (var log = CommitLog.Open(files, OptionsOf(false)))
            log.PackSegments(default);
        KeyChange.Encrypt(files, Key, TimeProvider.System);
        using (var log = CommitLog.Open(files, OptionsOf(true)))
        {
            Assert.Equal(0, log.PackSegments(default));
            Assert.True(log.Verify(before, null, default).IsIntact);
        }

        KeyChange.Decrypt(files, Key, TimeProvider.System);
        using var plain = CommitLog.Open(files, OptionsOf(false));
        Assert.True(plain.Verify(before, null, default).IsIntact);
    }

    private static StoreOptions OptionsOf(bool isEncrypted) => LogFixture.Options with { Key = isEncrypted ? Key : null };

    private static MemoryFileSystem Filled(StoreOptions options, out Checkpoint checkpoint)
    {
        var files = new MemoryFileSystem();
        using var log = CommitLog.Open(files, options);
        LogFixture.Fill(log, 200, seed: 5, payloadMax: 2000);
        checkpoint = log.Checkpoint;
        return files;
    }

    private static long SizeOf(MemoryFileSystem files) => FileImage.Take(files) is var image ? image.Paths.Sum(path => image[path].Length) : 0;

    private static void AssertSame(ICommitLog log, Checkpoint before, List<CommitRecord> commits)
    {
        Assert.Equal(before, log.Checkpoint);
        var next = 0;
        foreach (var commit in log.Replay())
            Assert.Null(LogFixture.Difference(commits[next++], commit));
        Assert.Equal(commits.Count, next);
        Assert.True(log.Verify(before, null, default).IsIntact);
        for (long seq = 1; seq <= log.Seq; seq += 13)
            Assert.Equal(ProofVerdict.Valid, InclusionVerifier.Verify(log.Prove(seq), before));
        Assert.Equal(commits[7].Head, log.FindCheckpoint(commits[7].LastSeq)!.Head);
    }
}
