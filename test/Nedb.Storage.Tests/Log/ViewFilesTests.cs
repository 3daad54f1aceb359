using Nedb.Storage.Diagnostics;
using Nedb.Storage.Format;
using Nedb.Storage.Io;
using Nedb.Storage.Log;
using Nedb.Storage.Tests.Layers;
using Nedb.Testing.Io;

namespace Nedb.Storage.Tests.Log;

/// <summary>Views are made from a log, so where they are, there was one: nothing new is made in their place.</summary>
public sealed class ViewFilesTests
{
    private static readonly EncryptionKey Key = EncryptionKey.Parse(new string('4', 64));
    private static readonly EncryptionKey Other = EncryptionKey.Parse(new string('5', 64));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Law_4_A_folder_whose_log_and_manifest_are_lost_is_refused_and_left_as_it_is(bool isEncrypted)
    {
        var image = Filled(isEncrypted ? Key : null);
        foreach (var path in image.Paths.Where(static path => path == SegmentName.Manifest || path.StartsWith("log/")).ToArray())
            image.Remove(path);
        foreach (var onlyRuns in (bool[])[false, true])
        {
            if (onlyRuns)
                image.Remove("views/CHECKPOINT");
            var files = image.ToFiles();
            Assert.True(CommitLog.Exists(files));
            foreach (var key in (EncryptionKey?[])[Key, Other, null])
            {
                foreach (var isReadOnly in (bool[])[false, true])
                {
                    var error = Assert.Throws<CorruptionException>(
                        () => LogStore.Open(files, LayeredGround.Tiny with { Key = key, IsReadOnly = isReadOnly }).Dispose());
                    Assert.Contains("'MANIFEST' and all of 'log' are missing", error.Message, StringComparison.Ordinal);
                    Assert.Contains("files in 'views'", error.Message, StringComparison.Ordinal);
                    Assert.Equal(isEncrypted, error.Message.Contains("'KEYS'", StringComparison.Ordinal));
                    Assert.Null(image.DifferenceTo(files));
                }
            }

            Assert.False(LogVerifier.VerifyFolder(files, Key, null, null, TimeProvider.System, default).IsIntact);
            Assert.Null(image.DifferenceTo(files));
        }
    }

    [Fact]
    public void Law_4_An_empty_first_segment_beside_views_is_no_database_whose_making_was_interrupted()
    {
        var empty = new MemoryFileSystem();
        LogStore.Open(empty, LayeredGround.Tiny).Dispose();
        var image = FileImage.Take(empty);
        var first = SegmentName.PathOf(1);
        var segment = image[first];
        image = Filled(null);
        foreach (var path in image.Paths.Where(static path => path == SegmentName.Manifest || path.StartsWith("log/")).ToArray())
            image.Remove(path);
        image[first] = segment;
        var files = image.ToFiles();
        Assert.Throws<CorruptionException>(() => LogStore.Open(files, LayeredGround.Tiny).Dispose());
        Assert.Null(image.DifferenceTo(files));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_database_whose_deleting_was_interrupted_can_be_deleted_again(bool isEncrypted)
    {
        var image = Filled(isEncrypted ? Key : null);
        for (var failAt = 1; ; failAt++)
        {
            var files = image.ToFiles();
            var faults = new FaultFileSystem(files) { Only = FileCall.Delete, FailAt = failAt, IsForEver = true };
            try
            {
                CommitLog.Delete(faults);
            }
            catch (StorageException)
            {
                CommitLog.Delete(files);
            }

            Assert.Empty(FileImage.Take(files).Paths);
            if (!faults.HasFailed)
                return;
        }
    }

    private static FileImage Filled(EncryptionKey? key)
    {
        var files = new MemoryFileSystem();
        using (var store = LogStore.Open(files, LayeredGround.Tiny with { Key = key }))
        {
            LayeredGround.Define(store);
            for (var round = 1; round <= 20; round++)
                LayeredGround.Write(store, round);
        }

        var image = FileImage.Take(files);
        Assert.Contains("views/CHECKPOINT", image.Paths);
        return image;
    }
}
