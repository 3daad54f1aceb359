using System.Runtime.InteropServices;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Format;
using Nedb.Storage.Io;
using Nedb.Storage.Log;
using Nedb.Storage.Proofs;
using Nedb.Storage.Recovery;
using Nedb.Storage.Values;
using Nedb.Testing.Io;
using Nedb.Testing.Log;

namespace Nedb.Storage.Tests.Sealing;

public sealed class EncryptedLogTests
{
    private static readonly EncryptionKey Key = EncryptionKey.Parse(new string('4', 64));
    private static readonly EncryptionKey Other = EncryptionKey.Parse(new string('5', 64));
    private static readonly StoreOptions Options = LogFixture.Options with { Key = Key };

    [Fact]
    public void An_encrypted_log_replays_verifies_and_proves_like_any_other()
    {
        var files = new MemoryFileSystem();
        using (var log = CommitLog.Open(files, Options))
            LogFixture.Fill(log, 900, seed: 3);
        using var again = CommitLog.Open(files, Options);
        Assert.True(SegmentList.Read(files).Count > 2);
        CheckContent(again, 900, seed: 3);
        Assert.True(again.Verify(again.Checkpoint, null, default).IsIntact);
        Assert.Equal(ProofVerdict.Valid, InclusionVerifier.Verify(again.Prove(777), again.Checkpoint));
    }

    [Fact]
    public void Law_4_Opening_with_no_key_a_wrong_key_or_a_key_too_many_is_a_typed_error_and_changes_nothing()
    {
        var sealedFiles = FilledFiles(Options);
        var plainFiles = FilledFiles(LogFixture.Options);
        Refuse(sealedFiles, null, StorageErrorCode.KeyRequired);
        Refuse(sealedFiles, Other, StorageErrorCode.KeyWrong);
        Refuse(plainFiles, Key, StorageErrorCode.KeyUnexpected);

        var image = FileImage.Take(sealedFiles);
        image.Remove(SegmentName.Keys);
        Refuse(image.ToFiles(), Key, StorageErrorCode.Corruption);
        Refuse(image.ToFiles(), null, StorageErrorCode.Corruption);

        // The key file of another database, under the same master key.
        image[SegmentName.Keys] = FileImage.Take(FilledFiles(Options))[SegmentName.Keys];
        Refuse(image.ToFiles(), Key, StorageErrorCode.Corruption);
    }

    [Fact]
    public void Law_4_A_key_file_that_stands_alone_is_never_replaced_and_only_its_key_goes_on_with_it()
    {
        var image = FileImage.Take(FilledFiles(Options));
        foreach (var path in image.Paths.Where(static path => path != SegmentName.Keys).ToArray())
            image.Remove(path);
        var files = image.ToFiles();
        foreach (var (key, expected) in new[] { (Other, StorageErrorCode.KeyWrong), (null, StorageErrorCode.KeyRequired) })
        {
            var error = Assert.Throws<StorageException>(() => CommitLog.Open(files, LogFixture.Options with { Key = key }).Dispose());
            Assert.Equal(expected, error.Code);
            Assert.Contains("without 'MANIFEST' and 'log'", error.Message, StringComparison.Ordinal);
            Assert.Null(image.DifferenceTo(files));
        }

        // What an interrupted making leaves: it goes on with the key that is there.
        using (var log = CommitLog.Open(files, Options))
            LogFixture.Fill(log, 30, seed: 3);
        Assert.Equal(image[SegmentName.Keys], FileImage.Take(files)[SegmentName.Keys]);
        using (var again = CommitLog.Open(files, Options))
            CheckContent(again, 30, seed: 3);

        files = image.ToFiles();
        CommitLog.Delete(files);
        Assert.Empty(FileImage.Take(files).Paths);
    }

    [Fact]
    public void Law_3_Every_changed_byte_of_an_encrypted_database_is_found_when_it_is_opened_and_when_it_is_verified()
    {
        var image = FileImage.Take(FilledFiles(Options, seq: 60));
        foreach (var path in image.Paths)
        {
            for (var at = 0; at < image[path].Length; at += path.Contains('/') && Reliability.Torture.Factor == 1 ? 17 : 1)
            {
                var copy = image.Copy();
                copy[path][at] ^= (byte)(1 << at % 8);
                var files = copy.ToFiles();
                var error = Assert.Throws<CorruptionOrFormat>(() => OpenAndClose(files));
                Assert.NotEqual("", error.Message);
                Assert.Null(copy.DifferenceTo(files));
                if (at % 10 == 0)
                    Assert.False(LogVerifier.VerifyFolder(files, Key, null, null, TimeProvider.System, default).IsIntact);
            }
        }
    }

    [Fact]
    public void Frames_and_files_of_an_encrypted_database_cannot_be_moved()
    {
        var image = FileImage.Take(FilledFiles(Options, seq: 400));
        var other = FileImage.Take(FilledFiles(Options, seq: 400));
        foreach (var path in image.Paths)
        {
            var copy = image.Copy();
            copy[path] = other[path];
            Assert.Throws<CorruptionOrFormat>(() => OpenAndClose(copy.ToFiles()));
        }

        // A plain segment in place of a sealed one, with every checksum right.
        var plain = FilledFiles(LogFixture.Options);
        var swapped = image.Copy();
        foreach (var path in FileImage.Take(plain).Paths.Where(path => path.StartsWith("log/", StringComparison.Ordinal)))
            swapped[path] = FileImage.Take(plain)[path];
        Assert.Throws<CorruptionOrFormat>(() => OpenAndClose(swapped.ToFiles()));
    }

    [Fact]
    public void No_nonce_comes_twice_under_one_key_also_when_a_torn_tail_is_cut_and_written_again()
    {
        var frames = new Dictionary<SealMark, byte[]>();
        var image = FileImage.Take(FilledFiles(Options, seq: 100, isClosed: false));
        for (var round = 0; round < 6; round++)
        {
            // Each round goes on from the same files, as copies do, and after the cut of a torn tail writes at the same places.
            var copy = image.Copy();
            var path = copy.Paths.Last(name => name.StartsWith("log/", StringComparison.Ordinal));
            var end = copy[path].AsSpan().LastIndexOfAnyExcept((byte)0);
            copy[path].AsSpan(end - 160, 161).Clear();
            var files = copy.ToFiles();
            using (var log = CommitLog.Open(files, Options))
            {
                Assert.InRange(log.Seq, 90, 99);
                LogFixture.Fill(log, 130, seed: 50 + round);
            }

            Collect(files, frames);
        }

        Assert.True(frames.Count > 60);
    }

    [Fact]
    public void A_key_is_replaced_while_the_database_is_open_and_only_the_new_one_opens_it()
    {
        var files = new MemoryFileSystem();
        Hash256 root;
        using (var log = CommitLog.Open(files, Options))
        {
            LogFixture.Fill(log, 50, seed: 9);
            log.RotateKey(Other);
            LogFixture.Fill(log, 90, seed: 9);
            root = log.Root;
        }

        Refuse(files, Key, StorageErrorCode.KeyWrong);
        using var again = CommitLog.Open(files, Options with { Key = Other });
        Assert.Equal((90, root), (again.Seq, again.Root));
    }

    [Fact]
    public void A_database_without_a_key_has_none_to_be_replaced()
    {
        using var log = CommitLog.Open(new MemoryFileSystem(), LogFixture.Options);
        Assert.Equal(StorageErrorCode.KeyUnexpected, Assert.Throws<StorageException>(() => log.RotateKey(Key)).Code);
    }

    private static MemoryFileSystem FilledFiles(StoreOptions options, long seq = 300, bool isClosed = true)
    {
        var files = new MemoryFileSystem();
        using var log = CommitLog.Open(files, options);
        LogFixture.Fill(log, seq, seed: 7);
        return isClosed ? files : FileImage.Take(files).ToFiles();
    }

    private static void CheckContent(ICommitLog log, long seq, int seed)
    {
        var plain = CommitLog.Open(new MemoryFileSystem(), LogFixture.Options);
        LogFixture.Fill(plain, seq, seed);
        // The genesis differs with the database, so heads are not compared; every node is, with its hash.
        foreach (var (left, right) in plain.Replay().Zip(log.Replay()))
        {
            right.Head = left.Head;
            Assert.Null(LogFixture.Difference(left, right));
        }

        Assert.Equal(plain.Root, log.Root);
    }

    private static void Refuse(MemoryFileSystem files, EncryptionKey? key, StorageErrorCode expected)
    {
        var image = FileImage.Take(files);
        foreach (var isReadOnly in (bool[])[true, false])
        {
            var error = Assert.ThrowsAny<StorageException>(
                () => CommitLog.Open(files, LogFixture.Options with { Key = key, IsReadOnly = isReadOnly }).Dispose());
            Assert.Equal(expected, error.Code);
            Assert.DoesNotContain(key?.ToHexString() ?? "none", error.ToString(), StringComparison.Ordinal);
        }

        if (expected != StorageErrorCode.Corruption)
            Assert.Equal(expected, Assert.Throws<StorageException>(
                () => LogVerifier.VerifyFolder(files, key, null, null, TimeProvider.System, default)).Code);
        Assert.Null(image.DifferenceTo(files));
    }

    private static void OpenAndClose(MemoryFileSystem files)
    {
        try
        {
            CommitLog.Open(files, Options).Dispose();
        }
        catch (StorageException error) when (error.Code is StorageErrorCode.Corruption or StorageErrorCode.UnknownFormat)
        {
            throw new CorruptionOrFormat(error.Message);
        }
    }

    private static void Collect(MemoryFileSystem files, Dictionary<SealMark, byte[]> frames)
    {
        var image = FileImage.Take(files);
        foreach (var path in image.Paths.Where(name => name.StartsWith("log/", StringComparison.Ordinal)))
        {
            var bytes = image[path];
            var salt = SegmentHeader.Read(bytes, path).Salt;
            for (var at = SegmentHeader.SizeBytes; at < bytes.Length; at += FrameHeader.SizeBytes)
            {
                if (!FrameHeader.TryRead(bytes.AsSpan(at), salt, at, out var frame))
                    continue;
                Assert.True(frame.Seal.IsSealed);
                ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(frames, frame.Seal, out var isKnown);
                var content = bytes.AsSpan(at, (int)frame.Extent).ToArray();
                if (isKnown)
                    Assert.Equal(known, content); // the same frame in another copy
                known = content;
            }
        }
    }

    private sealed class CorruptionOrFormat(string message) : Exception(message);
}
