using Nedb.Storage.Diagnostics;
using Nedb.Storage.Format;
using Nedb.Storage.Io;
using Nedb.Storage.Log;
using Nedb.Storage.Values;
using Nedb.Testing.Io;
using Nedb.Testing.Log;

namespace Nedb.Storage.Tests.Sealing;

/// <summary>
/// Strategy: encrypt, decrypt, replace the key, with the power going at every changing call, and the disk found in every way.
/// Invariants: the database is wholly the old one or wholly the new one; head, root and every commit are the same; once it was opened for
/// writing, nothing is left of the other.
/// </summary>
public sealed class KeyChangeTests
{
    private static readonly EncryptionKey First = EncryptionKey.Parse(new string('1', 64));
    private static readonly EncryptionKey Second = EncryptionKey.Parse(new string('2', 64));

    [Fact]
    public void A_power_cut_while_a_database_is_encrypted_leaves_it_plain_or_encrypted() =>
        CutEverywhere(null, First, disk => KeyChange.Encrypt(disk, First, TimeProvider.System));

    [Fact]
    public void A_power_cut_while_a_database_is_decrypted_leaves_it_encrypted_or_plain() =>
        CutEverywhere(First, null, disk => KeyChange.Decrypt(disk, First, TimeProvider.System));

    [Fact]
    public void A_power_cut_while_a_key_is_replaced_leaves_the_old_or_the_new_one() =>
        CutEverywhere(First, Second, disk => KeyChange.Rotate(disk, First, Second, TimeProvider.System));

    [Fact]
    public void Head_and_root_are_the_same_with_and_without_a_key_and_appending_goes_on()
    {
        var files = new MemoryFileSystem();
        var (head, root) = Fill(files, null);
        KeyChange.Encrypt(files, First, TimeProvider.System);
        AssertState(files, First, head, root);
        using (var log = CommitLog.Open(files, LogFixture.Options with { Key = First }))
            LogFixture.Fill(log, 420, seed: 4);
        KeyChange.Decrypt(files, First, TimeProvider.System);
        Assert.DoesNotContain(SegmentName.Keys, FileImage.Take(files).Paths);
        using var plain = CommitLog.Open(new MemoryFileSystem(), LogFixture.Options);
        LogFixture.Fill(plain, 400, seed: 4);
        LogFixture.Fill(plain, 420, seed: 4);
        using var again = CommitLog.Open(files, LogFixture.Options);
        Assert.Equal(plain.Root, again.Root);
        Assert.True(again.Verify(null, null, default).IsIntact);
    }

    [Fact]
    public void What_is_encrypted_already_or_open_or_missing_is_refused()
    {
        var files = new MemoryFileSystem();
        Assert.Equal(
            StorageErrorCode.PathInvalid, Assert.Throws<StorageException>(() => KeyChange.Encrypt(files, First, TimeProvider.System)).Code);
        Fill(files, First);
        var image = FileImage.Take(files);
        Assert.Equal(
            StorageErrorCode.KeyRequired, Assert.Throws<StorageException>(() => KeyChange.Encrypt(files, First, TimeProvider.System)).Code);
        Assert.Equal(
            StorageErrorCode.KeyWrong,
            Assert.Throws<StorageException>(() => KeyChange.Rotate(files, Second, First, TimeProvider.System)).Code);
        Assert.Null(image.DifferenceTo(files));
        using var log = CommitLog.Open(files, LogFixture.Options with { Key = First });
        Assert.Equal(
            StorageErrorCode.Locked, Assert.Throws<StorageException>(() => KeyChange.Decrypt(files, First, TimeProvider.System)).Code);
    }

    private static void CutEverywhere(EncryptionKey? before, EncryptionKey? after, Action<IFileSystem> change)
    {
        var outcomes = new HashSet<bool>();
        var original = new CrashFileSystem();
        var (head, root) = Fill(original, before);
        for (var cut = 1; ; cut++)
        {
            var disk = original.Survive(CrashLoss.KeepAll, 0);
            disk.CutAt = cut;
            var isDone = false;
            try
            {
                change(disk);
                isDone = true;
            }
            catch (StorageException error) when (error.Code == StorageErrorCode.Io)
            {
                // The power is off.
            }

            foreach (var loss in Enum.GetValues<CrashLoss>())
            {
                var survivor = disk.Survive(loss, cut);
                var isNew = Opens(survivor, after);
                Assert.NotEqual(isNew, Opens(survivor, before));
                Assert.True(isNew || !isDone);
                outcomes.Add(isNew);
                AssertState(survivor, isNew ? after : before, head, root);
                Assert.Equal((isNew ? after : before) is not null, FileImage.Take(survivor).Paths.Contains(SegmentName.Keys));
            }

            if (isDone)
                break;
        }

        Assert.Equal(2, outcomes.Count);
    }

    private static (Hash256 Head, Hash256 Root) Fill(IFileSystem files, EncryptionKey? key)
    {
        using var log = CommitLog.Open(files, LogFixture.Options with { Key = key });
        LogFixture.Fill(log, 400, seed: 4);
        return (log.Head, log.Root);
    }

    private static bool Opens(IFileSystem files, EncryptionKey? key)
    {
        try
        {
            CommitLog.Open(files, LogFixture.Options with { Key = key, IsReadOnly = true }).Dispose();
            return true;
        }
        catch (StorageException error)
        {
            Assert.True(
                error.Code is StorageErrorCode.KeyRequired or StorageErrorCode.KeyWrong or StorageErrorCode.KeyUnexpected, error.Message);
            return false;
        }
    }

    private static void AssertState(IFileSystem files, EncryptionKey? key, Hash256 head, Hash256 root)
    {
        using var log = CommitLog.Open(files, LogFixture.Options with { Key = key });
        Assert.Equal((400, head, root), (log.Seq, log.Head, log.Root));
        var manifest = FileImage.Take(files).Paths.Count(path => path.StartsWith("log/", StringComparison.Ordinal));
        Assert.InRange(manifest, 2, 5); // one revision of each segment
        Assert.True(log.Verify(null, null, default).IsIntact);
    }
}
