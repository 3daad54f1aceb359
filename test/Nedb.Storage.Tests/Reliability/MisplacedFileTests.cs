using Nedb.Storage.Diagnostics;
using Nedb.Storage.Io;
using Nedb.Storage.Log;
using Nedb.Storage.Proofs;
using Nedb.Storage.Recovery;
using Nedb.Testing.Io;
using Nedb.Testing.Log;

namespace Nedb.Storage.Tests.Reliability;

public sealed class MisplacedFileTests
{
    private const string Manifest = "MANIFEST";
    private static readonly Guid Id = Guid.Parse("6f1c9bd2-6e0b-4c5a-9a53-0d6a7b2c1e44");

    private static readonly Lazy<(FileImage Whole, FileImage Early, FileImage Foreign, FileImage Twin)> Images = new(() =>
        (Build(Id, 1, 900), Build(Id, 1, 300), Build(Guid.NewGuid(), 1, 900), Build(Id, 2, 900)));

    public static TheoryData<string> Kinds => [.. Cases.Keys];

    /// <summary>
    /// Ways to mix up the files of a database: the whole one, an earlier copy, another database, and a twin with the same id and another
    /// history.
    /// </summary>
    private static Dictionary<string, Action<FileImage, FileImage, FileImage, FileImage>> Cases { get; } = new()
    {
        ["first segment missing"] = (image, _, _, _) => image.Remove(Segment(image, 0)),
        ["middle segment missing"] = (image, _, _, _) => image.Remove(Segment(image, 1)),
        ["last segment missing"] = (image, _, _, _) => image.Remove(Segment(image, -1)),
        ["manifest missing"] = (image, _, _, _) => image.Remove(Manifest),
        ["manifest empty"] = (image, _, _, _) => image[Manifest] = [],
        ["manifest of zeros"] = (image, _, _, _) => image[Manifest] = new byte[image[Manifest].Length],
        ["manifest is garbage"] = (image, _, _, _) => new Random(1).NextBytes(image[Manifest]),
        ["manifest is a segment"] = (image, _, _, _) => image[Manifest] = image[Segment(image, 0)],
        ["manifest of another database"] = (image, _, foreign, _) => image[Manifest] = foreign[Manifest],
        ["manifest of a twin"] = (image, _, _, twin) => image[Manifest] = twin[Manifest],
        ["manifest from before"] = (image, early, _, _) => image[Manifest] = early[Manifest],
        ["segments swapped"] = (image, _, _, _) =>
            (image[Segment(image, 0)], image[Segment(image, 1)]) = (image[Segment(image, 1)], image[Segment(image, 0)]),
        ["segment in place of another"] = (image, _, _, _) => image[Segment(image, 1)] = image[Segment(image, 0)],
        ["segment twice"] = (image, _, _, _) => image["log/00000000000000099999.nlog"] = image[Segment(image, 1)],
        ["segment twice between"] = (image, _, _, _) => image["log/00000000000000000002.nlog"] = image[Segment(image, 0)],
        ["segment of another database"] = (image, _, foreign, _) => image[Segment(image, 0)] = foreign[Segment(foreign, 0)],
        ["last segment of another database"] = (image, _, foreign, _) => image[Segment(image, -1)] = foreign[Segment(foreign, -1)],
        ["segment of a twin"] = (image, _, _, twin) => image[Segment(image, 0)] = twin[Segment(twin, 0)],
        ["segment from before"] = (image, early, _, _) => image[Segment(early, -1)] = early[Segment(early, -1)],
        ["segment empty"] = (image, _, _, _) => image[Segment(image, 1)] = [],
        ["segment of zeros"] = (image, _, _, _) => image[Segment(image, 1)] = new byte[image[Segment(image, 1)].Length],
        ["bytes after a closed segment"] = (image, _, _, _) => image[Segment(image, 0)] = [.. image[Segment(image, 0)], .. new byte[64]],
        ["a frame twice"] = (image, _, _, _) =>
            image[Segment(image, -1)] = [.. image[Segment(image, -1)], .. image[Segment(image, -1)][128..]],
        ["frames swapped with another segment's"] = (image, _, _, _) =>
            image[Segment(image, 1)] =
                [.. image[Segment(image, 1)][..128], .. image[Segment(image, 0)][128..image[Segment(image, 0)].Length]],
        ["a name that is no number"] = (image, _, _, _) => image["log/first.nlog"] = image[Segment(image, 0)],
        ["a segment after the last"] = (image, _, _, twin) => image["log/00000000000000000901.nlog"] = twin[Segment(twin, -1)],
        ["garbage after the last frame"] = (image, _, _, _) =>
        {
            var garbage = new byte[700];
            new Random(2).NextBytes(garbage);
            image[Segment(image, -1)] = [.. image[Segment(image, -1)], .. garbage];
        },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Law_4_Files_that_do_not_belong_together_are_refused_and_left_as_they_are(string kind)
    {
        var (whole, early, foreign, twin) = Images.Value;
        var image = whole.Copy();
        Cases[kind](image, early, foreign, twin);
        var files = image.ToFiles();
        var error = Assert.ThrowsAny<StorageException>(() => CommitLog.Open(files, LogFixture.Options).Dispose());
        Assert.True(error.Code is StorageErrorCode.Corruption or StorageErrorCode.UnknownFormat, $"{error.Code}: {error.Message}");
        Assert.True(error.Message.Length > 40, error.Message);
        Assert.Null(image.DifferenceTo(files));
        Assert.ThrowsAny<StorageException>(() => CommitLog.Open(files, LogFixture.Options with { IsReadOnly = true }));
        var report = LogVerifier.VerifyFolder(files, null, null, null, TimeProvider.System, default);
        Assert.False(report.IsIntact, kind + " is not found by verify");
        Assert.Null(image.DifferenceTo(files));
    }

    [Fact]
    public void The_unchanged_files_are_opened()
    {
        var (whole, early, foreign, twin) = Images.Value;
        foreach (var image in (FileImage[])[whole, early, foreign, twin])
        {
            var files = image.ToFiles();
            using (var log = CommitLog.Open(files, LogFixture.Options))
                Assert.True(log.Seq is 900 or 300);
            Assert.Null(image.DifferenceTo(files));
            Assert.True(LogVerifier.VerifyFolder(files, null, null, null, TimeProvider.System, default).IsIntact);
        }
    }

    [Fact]
    public void A_newer_format_is_refused_by_name()
    {
        foreach (var path in (string[])[Manifest, "log/00000000000000000001.nlog"])
        {
            var image = Images.Value.Whole.Copy();
            image[path][8] = 2;
            var files = image.ToFiles();
            var error = Assert.Throws<StorageException>(() => CommitLog.Open(files, LogFixture.Options));
            Assert.Equal(StorageErrorCode.UnknownFormat, error.Code);
            Assert.Contains("version 2", error.Message, StringComparison.Ordinal);
            Assert.Null(image.DifferenceTo(files));
        }
    }

    [Fact]
    public void A_whole_folder_put_back_from_before_is_found_with_a_checkpoint()
    {
        var (whole, early, _, twin) = Images.Value;
        using var log = CommitLog.Open(whole.ToFiles(), LogFixture.Options);
        var kept = log.Checkpoint;
        foreach (var image in (FileImage[])[early, twin])
        {
            var files = image.ToFiles();
            var report = LogVerifier.VerifyFolder(files, null, kept, null, TimeProvider.System, default);
            Assert.False(report.IsIntact);
            using var other = CommitLog.Open(files, LogFixture.Options);
            Assert.False(other.Verify(kept, null, default).IsIntact);
            Assert.True(other.Verify(other.Checkpoint, null, default).IsIntact);
            Assert.Contains(
                other.Verify(kept, null, default).Damage, place => place.Description.Contains("checkpoint", StringComparison.Ordinal));
        }

        Assert.True(log.Verify(kept, null, default).IsIntact);
        Assert.False(log.Verify(kept with { DatabaseId = Guid.NewGuid() }, null, default).IsIntact);
        Assert.False(log.Verify(kept with { Seq = 899 }, null, default).IsIntact);
        Assert.False(log.Verify(kept with { Root = default }, null, default).IsIntact);
        Assert.True(log.Verify(new Checkpoint(Id, 0, HashDomain.HashGenesis(Id), HashDomain.EmptyRoot), null, default).IsIntact);
        Assert.False(log.Verify(new Checkpoint(Id, 0, default, HashDomain.EmptyRoot), null, default).IsIntact);
    }

    [Fact]
    public void An_interrupted_making_of_a_database_is_finished()
    {
        var files = new MemoryFileSystem();
        CommitLog.Open(files, LogFixture.Options).Dispose();
        var image = FileImage.Take(files);
        image.Remove(Manifest);
        files = image.ToFiles();
        using (var log = CommitLog.Open(files, LogFixture.Options))
            LogFixture.Fill(log, 3, 1);
        using var again = CommitLog.Open(files, LogFixture.Options);
        Assert.Equal(3, again.Seq);
    }

    private static FileImage Build(Guid id, int seed, long lastSeq)
    {
        var files = new MemoryFileSystem();
        files.CreateFolder("");
        LogRepair.Create(files, id, (ulong)seed, null);
        using (var log = CommitLog.Open(files, LogFixture.Options))
            LogFixture.Fill(log, lastSeq, seed);
        return FileImage.Take(files);
    }

    private static string Segment(FileImage image, int index)
    {
        var names = image.Paths.Where(path => path.StartsWith("log/", StringComparison.Ordinal)).ToList();
        return names[index < 0 ? names.Count + index : index];
    }
}
