using Nedb.Storage.Diagnostics;
using Nedb.Storage.Format;
using Nedb.Storage.Io;
using Nedb.Storage.Recovery;
using Nedb.Storage.Scratch;
using Nedb.Storage.Sealing;

namespace Nedb.Storage.Log;

/// <summary>
/// Encrypts a database that is not encrypted, decrypts one that is, replaces a master key; on files that nobody has open. The replacing of
/// the manifest, or of the key file, is the one step at which it happens: before it, the database is wholly as it was, after it, wholly as
/// it should be, and what a crash leaves behind is deleted when it is opened for writing.
/// </summary>
internal static class KeyChange
{
    /// <summary>Encrypts a database.</summary>
    /// <exception cref="StorageException">It is encrypted already, damaged, open elsewhere, or not there.</exception>
    public static void Encrypt(IFileSystem files, EncryptionKey key, TimeProvider clock) => Run(files, clock, () =>
    {
        var log = Recover(files, null, out _);
        var vault = Vault.Create(log.DatabaseId, keyId: 1);
        KeyGate.Write(files, vault, key);
        Rewrite(files, log, null, vault);
    });

    /// <summary>Decrypts a database.</summary>
    /// <exception cref="StorageException">The key is not its key, or it is damaged, open elsewhere, or not there.</exception>
    public static void Decrypt(IFileSystem files, EncryptionKey key, TimeProvider clock) => Run(files, clock, () =>
    {
        var log = Recover(files, key, out var vault);
        Rewrite(files, log, vault, null);
        files.Delete(SegmentName.Keys);
    });

    /// <summary>Replaces the master key; nothing but the key file is written.</summary>
    /// <exception cref="StorageException">The key is not its key, or it is open elsewhere, or not there.</exception>
    public static void Rotate(IFileSystem files, EncryptionKey key, EncryptionKey newKey, TimeProvider clock) => Run(files, clock, () =>
    {
        KeyGate.Write(files, KeyGate.Open(files, key) ?? throw NotThere(files), newKey);
    });

    private static void Run(IFileSystem files, TimeProvider clock, Action change)
    {
        if (!CommitLog.Exists(files))
            throw NotThere(files);
        try
        {
            using (files.Lock(SegmentName.Lock, CommitLog.Holder(clock)))
                change();
        }
        catch (Exception error) when (IoFailure.Matches(error))
        {
            throw IoFailure.Wrap(files, "Changing the encryption of", error);
        }
    }

    private static RecoveredLog Recover(IFileSystem files, EncryptionKey? key, out Vault? vault)
    {
        vault = KeyGate.Open(files, key);
        var log = LogScan.Run(files, vault) ?? throw NotThere(files);
        LogRepair.Apply(files, log, vault);
        return log;
    }

    private static void Rewrite(IFileSystem files, RecoveredLog log, Vault? from, Vault? to)
    {
        var before = log.Segments.ToArray();
        for (var i = 0; i < before.Length; i++)
            log.Segments[i] = RewriteOne(files, log, i, from, to);
        // They would be unreadable afterwards, or would say in the open what the log no longer says.
        ViewFiles.Delete(files);
        ScratchFolder.Sweep(files);
        var generation = ManifestFile.TryRead(files, from)!.Generation + 1;
        ManifestFile.Write(files, LogRepair.ManifestOf(log) with { Generation = generation }, to);
        foreach (var segment in before)
            files.Delete(segment.Path);
    }

    private static LogSegment RewriteOne(IFileSystem files, RecoveredLog log, int index, Vault? from, Vault? to)
    {
        try
        {
            return SegmentRewriter.Rewrite(files, LogCut.Of(log.Segments[index]), from, to);
        }
        catch
        {
            SegmentRewriter.Discard(files, log.Segments.Take(index).Select(static segment => segment.Path));
            throw;
        }
    }

    private static StorageException NotThere(IFileSystem files) =>
        new(StorageErrorCode.PathInvalid, $"There is no database in '{files.Name}' whose encryption could be changed.");
}
