using Nedb.Storage.Diagnostics;
using Nedb.Storage.Io;
using Nedb.Storage.Runs;
using Nedb.Testing.Io;

namespace Nedb.Storage.Tests.Runs;

/// <summary>A run is what was written, or it says that it is not.</summary>
public sealed class RunDamageTests
{
    private static readonly string RunPath = RunName.PathOf(1);

    [Fact]
    public void A_changed_byte_is_found_wherever_it_is()
    {
        var entries = RunBench.MakeEntries(new Random(1), 120, 20, 60).ToList();
        var (info, bytes) = MakeRun(entries);
        for (var position = 0; position < bytes.Length; position++)
        {
            foreach (var change in (byte[])[0x01, 0x80, 0xFF])
            {
                bytes[position] ^= change;
                AssertFound(info, bytes, entries, $"byte {position} changed by {change:x2}");
                bytes[position] ^= change;
                if (position % 11 != 0)
                    break; // three ways at some places, one at all
            }
        }
    }

    [Fact]
    public void A_run_cut_short_or_grown_is_not_opened()
    {
        var entries = RunBench.MakeEntries(new Random(2), 100, 20, 60).ToList();
        var (info, bytes) = MakeRun(entries);
        for (var length = 0; length < bytes.Length; length++)
        {
            var files = Put(bytes.AsSpan(0, length));
            Assert.Throws<CorruptionException>(() => Run.Open(files, info, new BlockCache(0)));
            Assert.Throws<CorruptionException>(() => Run.Open(files, info with { Length = length }, new BlockCache(0)));
        }

        Assert.Throws<CorruptionException>(() => Run.Open(Put([.. bytes, 0]), info, new BlockCache(0)));
    }

    [Fact]
    public void A_missing_run_is_damage_that_names_it()
    {
        var (info, _) = MakeRun([new([1], [2])]);
        Assert.Equal(RunPath, Assert.Throws<CorruptionException>(() => Run.Open(new MemoryFileSystem(), info, new BlockCache(0))).File);
    }

    [Fact]
    public void A_run_of_another_database_another_id_or_another_codec_is_not_opened()
    {
        var (info, bytes) = MakeRun([new([1], [2])]);
        var other = info with { DatabaseId = Guid.Parse("ffffffff-4455-6677-8899-aabbccddeeff") };
        Assert.Contains("00112233", Assert.Throws<CorruptionException>(() => Run.Open(Put(bytes), other, new BlockCache(0))).Message);
        var files = new MemoryFileSystem();
        files.CreateFolder(RunName.Folder);
        using (var file = files.Open(RunName.PathOf(2), FileIntent.Replace))
            file.Write(bytes, 0);
        var error = Assert.Throws<CorruptionException>(() => Run.Open(files, info with { RunId = 2 }, new BlockCache(0)));
        Assert.Equal(RunHeader.RunIdOffset, error.Offset);
        Assert.Contains("seqs 1 to 8", Assert.Throws<CorruptionException>(
            () => Run.Open(Put(bytes), info with { SeqMax = 8 }, new BlockCache(0))).Message);
        Assert.Contains("codec 77", Assert.Throws<CorruptionException>(
            () => Run.Open(Put(bytes), info, new BlockCache(0), new XorCodec(0x55))).Message);
    }

    [Fact]
    public void Who_keeps_the_runs_is_told_of_damage()
    {
        var (info, bytes) = MakeRun([.. RunBench.MakeEntries(new Random(9), 2_000, 20, 60)]);
        var told = new List<CorruptionException>();
        var cache = new BlockCache(1024 * 1024) { OnDamage = told.Add };
        using var run = Run.Open(Put([.. bytes[..100], (byte)~bytes[100], .. bytes[101..]]), info, cache);
        var cursor = run.OpenCursor();
        Assert.Same(Assert.Throws<CorruptionException>(() => cursor.MoveFirst()), Assert.Single(told));
        Assert.Equal(RunHeader.SizeBytes, told[0].Offset);
    }

    [Fact]
    public void A_run_of_a_later_format_says_so()
    {
        var (info, bytes) = MakeRun([new([1], [2])]);
        bytes[8] = 2;
        var error = Assert.Throws<StorageException>(() => Run.Open(Put(bytes), info, new BlockCache(0)));
        Assert.Equal(StorageErrorCode.UnknownFormat, error.Code);
    }

    [Fact]
    public void Blocks_go_through_the_codec_each_bound_to_its_place()
    {
        var entries = RunBench.MakeEntries(new Random(3), 2_000, 20, 60).ToList();
        var files = new MemoryFileSystem();
        RunInfo info;
        using (var writer = new RunWriter(files, RunBench.Id, 1, new XorCodec(0x55)))
        {
            foreach (var (key, value) in entries)
                writer.Add(key, value);
            info = writer.Finish();
        }

        using var run = Run.Open(files, info, new BlockCache(1024 * 1024), new XorCodec(0x55));
        RunBench.CompareWalks(run.OpenCursor(), entries, new Random(4), 1_000);
        Assert.Contains("sealed for this place", Assert.Throws<CorruptionException>(
            () => Run.Open(files, info, new BlockCache(0), new XorCodec(0x56))).Message);
    }

    /// <summary>A power cut at every changing call of a writer: a run that is there under its name is whole.</summary>
    [Fact]
    public void A_run_whose_writing_was_cut_off_is_never_there()
    {
        var entries = RunBench.MakeEntries(new Random(5), 6_000, 20, 200).ToList();
        var disk = new CrashFileSystem();
        var info = RunBench.Write(disk, 1, entries, 7);
        var calls = disk.Changes;
        var (finished, absent) = (0, 0);
        for (var cut = 1; cut <= calls; cut++)
        {
            foreach (var loss in Enum.GetValues<CrashLoss>())
            {
                disk = new CrashFileSystem { CutAt = cut };
                Assert.IsType<PowerCutException>(Assert.Throws<StorageException>(() => RunBench.Write(disk, 1, entries, 7)).InnerException);
                var found = disk.Survive(loss, seed: cut);
                if (!found.List(RunName.Folder).Contains(RunPath[(RunName.Folder.Length + 1)..]))
                {
                    absent++;
                    continue;
                }

                finished++;
                using var run = Run.Open(found, info, new BlockCache(0));
                RunBench.CompareWalks(run.OpenCursor(), entries, new Random(6), 100);
            }
        }

        Assert.True(finished > 0 && absent > finished);
    }

    [Fact]
    public void Every_failing_call_of_a_writer_is_a_typed_error_and_leaves_no_run()
    {
        var entries = RunBench.MakeEntries(new Random(7), 6_000, 20, 200).ToList();
        for (var call = 1; ; call++)
        {
            var memory = new MemoryFileSystem();
            var files = new FaultFileSystem(memory) { FailAt = call, Error = "ENOSPC", WrittenPart = 0.5 };
            var error = Record.Exception(() => RunBench.Write(files, 1, entries));
            if (!files.HasFailed)
            {
                Assert.True(call > 5);
                break;
            }

            Assert.Equal(StorageErrorCode.Io, Assert.IsType<StorageException>(error).Code);
            Assert.DoesNotContain(RunPath[(RunName.Folder.Length + 1)..], memory.List(RunName.Folder));
        }
    }

    private static void AssertFound(RunInfo info, byte[] bytes, List<KeyValuePair<byte[], byte[]>> entries, string what)
    {
        try
        {
            using var run = Run.Open(Put(bytes), info, new BlockCache(1024 * 1024));
            foreach (var (key, value) in entries)
                Assert.True(run.TryFind(key, out var found) && found.Span.SequenceEqual(value), what);
            Assert.Fail(what + " was not found");
        }
        catch (CorruptionException error)
        {
            Assert.Equal(RunPath, error.File);
        }
        catch (StorageException error)
        {
            Assert.Equal(StorageErrorCode.UnknownFormat, error.Code);
        }
    }

    private static (RunInfo Info, byte[] Bytes) MakeRun(List<KeyValuePair<byte[], byte[]>> entries)
    {
        var files = new MemoryFileSystem();
        var info = RunBench.Write(files, 1, entries);
        using var file = files.Open(RunPath, FileIntent.Read);
        var bytes = new byte[file.Length];
        file.Read(bytes, 0);
        return (info, bytes);
    }

    private static MemoryFileSystem Put(ReadOnlySpan<byte> bytes)
    {
        var files = new MemoryFileSystem();
        files.CreateFolder(RunName.Folder);
        using var file = files.Open(RunPath, FileIntent.Replace);
        file.Write(bytes, 0);
        return files;
    }
}
