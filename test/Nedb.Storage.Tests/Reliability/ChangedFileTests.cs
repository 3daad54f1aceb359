using Nedb.Storage.Diagnostics;
using Nedb.Storage.Io;
using Nedb.Storage.Log;
using Nedb.Storage.Proofs;
using Nedb.Testing.Io;
using Nedb.Testing.Log;

namespace Nedb.Storage.Tests.Reliability;

/// <summary>
/// Strategy: change every byte of a log of 64 KiB, cut it at every length, and open it.
/// Invariants: after a clean close, every change is a typed error and the files stay as they are; after a crash, it is either that or every
/// acknowledged commit is there, as written.
/// </summary>
public sealed class ChangedFileTests
{
    private const int Seed = 11;
    private const int LogBytes = 64 * 1024;

    [Fact]
    public void Law_3_Every_changed_byte_is_found_when_the_database_is_opened()
    {
        var image = Build(isClosed: true, out _);
        var changes = 0;
        foreach (var path in image.Paths)
        {
            var step = path.StartsWith("log/", StringComparison.Ordinal) && Torture.Factor == 1 ? 3 : 1;
            for (var at = 0; at < image[path].Length; at++)
            {
                // The short form changes each byte in one of the three ways, the long form in all.
                for (var way = at % step; way < 3; way += step, changes++)
                    CheckRefused(image, path, at, way);
            }
        }

        Assert.True(changes >= LogBytes);
    }

    [Fact]
    public void Law_3_Every_changed_byte_is_found_by_verify_which_names_the_node()
    {
        var image = Build(isClosed: true, out var written);
        var path = image.Paths.First(name => name.StartsWith("log/", StringComparison.Ordinal));
        for (var at = 0; at < image[path].Length; at += Torture.Factor > 1 ? 7 : 151)
        {
            var copy = image.Copy();
            copy[path][at] ^= 0x10;
            var report = Verify(copy.ToFiles());
            Assert.False(report.IsIntact, $"byte {at} of {path}");
            Assert.All(report.Damage, place => Assert.True(place.File == path && place.Description.Length > 0));
        }

        // A byte of a payload is named exactly: file, place, seq and collection.
        var commit = written[written.Count / 2];
        var node = commit.Nodes.First(one => one.Payload.Length > 100 && one.Payload.Span.ContainsAnyExcept((byte)0));
        var position = image[path].AsSpan().IndexOf(node.Payload.Span);
        var changed = image.Copy();
        changed[path][position + 50] ^= 1;
        var place = Assert.Single(Verify(changed.ToFiles()).Damage);
        Assert.Equal((path, node.Seq, node.Collection), (place.File, place.Seq, place.Collection));
        Assert.InRange(place.Offset, position - 400, position);
    }

    [Fact]
    public void After_a_crash_a_changed_byte_is_an_error_or_everything_is_there()
    {
        var image = Build(isClosed: false, out var written);
        var path = image.Paths.First(name => name.StartsWith("log/", StringComparison.Ordinal));
        var bytes = image[path];
        var last = bytes.AsSpan().LastIndexOfAnyExcept((byte)0);
        var opened = 0;
        for (var at = 0; at < bytes.Length; at += at > last - 2600 && at < last + 100 || Torture.Factor > 1 ? 1 : 211)
        {
            for (var way = 0; way < 3; way++)
            {
                var original = bytes[at];
                if (!Change(bytes, at, way))
                    continue;
                var files = image.ToFiles();
                try
                {
                    using var log = CommitLog.Open(files, LogFixture.Options);
                    opened++;
                    Assert.True(log.Seq == written[^1].LastSeq, $"byte {at} changed in way {way}: seq {log.Seq} of {written[^1].LastSeq}");
                    var next = 0;
                    foreach (var commit in log.Replay())
                        Assert.Null(LogFixture.Difference(written[next++], commit));
                }
                catch (StorageException error)
                {
                    Assert.True(error.Code is StorageErrorCode.Corruption or StorageErrorCode.UnknownFormat, error.Message);
                    Assert.Null(image.DifferenceTo(files));
                }

                bytes[at] = original;
            }
        }

        Assert.True(opened > 0); // the zeros made ready behind the last frame say nothing
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    public void Sectors_lost_in_the_middle_are_damage_because_a_later_frame_tells_that_they_were_durable(int sectors)
    {
        var image = Build(isClosed: false, out _);
        var path = image.Paths.First(name => name.StartsWith("log/", StringComparison.Ordinal));
        var last = image[path].AsSpan().LastIndexOfAnyExcept((byte)0);
        for (var at = 1024; at < last - 12_000; at += 512 * 7)
        {
            var copy = image.Copy();
            copy[path].AsSpan(at, 512 * sectors).Clear();
            if (copy[path].AsSpan().SequenceEqual(image[path]))
                continue; // zeros that were zeros
            AssertRefused(copy, $"{sectors} sectors at {at}");
            Assert.False(Verify(copy.ToFiles()).IsIntact);
        }
    }

    [Fact]
    public void Law_4_A_closed_log_cut_at_any_length_is_refused_and_left_as_it_is()
    {
        var image = Build(isClosed: true, out _);
        foreach (var path in image.Paths)
        {
            var whole = image[path];
            for (var length = 0; length < whole.Length; length += Torture.Factor > 1 ? 1 : 17)
            {
                var copy = image.Copy();
                copy[path] = whole[..length];
                AssertRefused(copy, $"{path} cut to {length}");
            }
        }
    }

    [Fact]
    public void A_torn_last_frame_is_cut_and_reported()
    {
        var image = Build(isClosed: false, out var written);
        var path = image.Paths.First(name => name.StartsWith("log/", StringComparison.Ordinal));
        var whole = image[path];
        var last = whole.AsSpan().LastIndexOfAnyExcept((byte)0) + 1;
        for (var length = last - 3000; length < last; length += 13)
        {
            var copy = image.Copy();
            copy[path] = whole[..length];
            var files = copy.ToFiles();
            long torn;
            using (var log = CommitLog.Open(files, LogFixture.Options))
            {
                torn = log.TornBytesCut;
                Assert.True(log.Seq < written[^1].LastSeq || torn == 0);
                var next = 0;
                foreach (var commit in log.Replay())
                    Assert.Null(LogFixture.Difference(written[next++], commit));
                Assert.Equal(next == 0 ? 0 : written[next - 1].LastSeq, log.Seq);
            }

            var zeros = length - torn - FileImage.Take(files)[path].Length; // what was cut off besides, and never told anything
            Assert.InRange(zeros, 0, 63);
            using var again = CommitLog.Open(files, LogFixture.Options);
            Assert.Equal(0, again.TornBytesCut);
        }
    }

    [Fact]
    public void Reading_only_passes_over_a_torn_frame_and_changes_nothing()
    {
        var image = Build(isClosed: false, out var written);
        var path = image.Paths.First(name => name.StartsWith("log/", StringComparison.Ordinal));
        image[path] = image[path][..(image[path].AsSpan().LastIndexOfAnyExcept((byte)0) - 200)];
        var trace = new TraceFileSystem(image.ToFiles());
        using (var log = CommitLog.Open(trace, LogFixture.Options with { IsReadOnly = true }))
        {
            Assert.True(log.TornBytesCut > 0);
            Assert.Equal(written[^2].LastSeq, log.Seq);
            Assert.Equal(log.Seq, log.Replay().Last().LastSeq);
            Assert.Empty(log.Verify(null, null, default).Damage);
            Assert.Equal(
                StorageErrorCode.ReadOnly, Assert.Throws<StorageException>(() => log.Append([LogFixture.Commit(log.Seq + 1, 1, 1)])).Code);
        }

        Assert.DoesNotContain(
            trace.Calls, made =>
                made.Call is FileCall.Write or FileCall.SetLength or FileCall.Sync or FileCall.Rename or FileCall.Delete or FileCall.Lock);
        Assert.Null(image.DifferenceTo(trace));
    }

    [Fact]
    public void Data_changed_under_an_open_log_is_never_handed_out()
    {
        var files = new MemoryFileSystem();
        using var log = CommitLog.Open(files, LogFixture.Options);
        LogFixture.Fill(log, 60, Seed);
        var before = log.Replay().ToList();
        var path = "log/00000000000000000001.nlog";
        var bytes = FileImage.Take(files)[path];
        using var file = files.Open(path, FileIntent.Write);
        for (var at = 0; at < bytes.AsSpan().LastIndexOfAnyExcept((byte)0); at += 97)
        {
            file.Write([(byte)(bytes[at] ^ 0x40)], at);
            var next = 0;
            try
            {
                foreach (var commit in log.Replay())
                    Assert.Null(LogFixture.Difference(before[next++], commit));
                Assert.Equal(before.Count, next); // a byte of padding, which carries nothing
            }
            catch (StorageException error)
            {
                Assert.True(error.Code is StorageErrorCode.Corruption or StorageErrorCode.UnknownFormat, error.Message);
            }

            Assert.False(log.Verify(null, null, default).IsIntact, $"byte {at}");
            for (var seq = 1; seq <= log.Seq; seq += 13)
                CheckProof(log, seq);
            file.Write([bytes[at]], at);
        }

        Assert.True(log.Verify(null, null, default).IsIntact);
    }

    private static void CheckProof(ICommitLog log, long seq)
    {
        try
        {
            Assert.True(InclusionVerifier.Verify(log.Prove(seq), log.Checkpoint).IsValid);
        }
        catch (StorageException error)
        {
            Assert.True(error.Code is StorageErrorCode.Corruption or StorageErrorCode.UnknownFormat, error.Message);
        }
    }

    private static FileImage Build(bool isClosed, out List<CommitRecord> written)
    {
        var files = new MemoryFileSystem();
        var commits = written = [];
        var log = CommitLog.Open(files, LogFixture.Options with { SegmentBytes = 1024 * 1024 });
        for (long bytes = 0; bytes < LogBytes;)
        {
            var commit = LogFixture.Commit(log.Seq + 1, 1 + commits.Count % 3, Seed, payloadMax: 2500);
            log.Append([commit]);
            commits.Add(commit);
            bytes += commit.Nodes.Sum(node => node.Payload.Length + 140);
        }

        var image = FileImage.Take(files);
        log.Dispose();
        return isClosed ? FileImage.Take(files) : image;
    }

    private static bool Change(byte[] bytes, int at, int way)
    {
        var original = bytes[at];
        bytes[at] = way switch { 0 => (byte)(original ^ 1), 1 => (byte)~original, _ => (byte)(original == 0 ? 0x80 : 0) };
        return bytes[at] != original;
    }

    private static void CheckRefused(FileImage image, string path, int at, int way)
    {
        var bytes = image[path];
        var original = bytes[at];
        if (!Change(bytes, at, way))
            return;
        AssertRefused(image, $"byte {at} of {path} changed in way {way}", isQuick: at % 997 != 0);
        bytes[at] = original;
    }

    private static void AssertRefused(FileImage image, string what, bool isQuick = false)
    {
        var files = image.ToFiles();
        try
        {
            using var log = CommitLog.Open(files, LogFixture.Options);
        }
        catch (StorageException error) when (error.Code is StorageErrorCode.Corruption or StorageErrorCode.UnknownFormat)
        {
            if (!isQuick)
                Assert.Null(image.DifferenceTo(files));
            return;
        }

        Assert.Fail(what + " was not noticed");
    }

    private static VerifyReport Verify(IFileSystem files) => LogVerifier.VerifyFolder(files, null, null, null, TimeProvider.System, default);
}
