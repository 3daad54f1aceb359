using System.Globalization;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Format;
using Nedb.Storage.Io;
using Nedb.Storage.Recovery;
using Nedb.Storage.Scratch;
using Nedb.Storage.Sealing;

namespace Nedb.Storage.Log;

/// <summary>Opens the log of a database.</summary>
internal static class CommitLog
{
    private const int ReadOnlyAttempts = 5;

    /// <summary>Opens the log in a folder, making it where there is none and the options allow it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="StorageException">PathInvalid, Locked, UnknownFormat, Corruption or Io; every file is then as it was.</exception>
    public static SegmentedLog Open(IFileSystem files, StoreOptions options) => Open(files, options, static _ => null, keepsTree: true);

    /// <summary>As the other overload, for who may know all of the log up to a mark.</summary>
    /// <param name="files">Where it is.</param>
    /// <param name="options">How it is opened.</param>
    /// <param name="findMark">Gives the mark; asked when nobody else writes.</param>
    /// <param name="keepsTree">Whether the log is to have the whole tree; if not, it gets another one by <see
    /// cref="ICommitLog.ReplaceTree"/> or <see cref="ICommitLog.TrimTree"/>.</param>
    public static SegmentedLog Open(IFileSystem files, StoreOptions options, Func<Vault?, LogMark?> findMark, bool keepsTree)
    {
        CheckOptions(options);
        try
        {
            return options.IsReadOnly
                ? OpenForReading(files, options, findMark, keepsTree)
                : OpenForWriting(files, options, findMark, keepsTree);
        }
        catch (Exception error) when (IoFailure.Matches(error))
        {
            throw IoFailure.Wrap(files, "Opening", error);
        }
    }

    /// <summary>Opens a log for reading, of which everything up to a mark is known; it has no tree to prove anything by.</summary>
    /// <param name="files">Where it is.</param>
    /// <param name="options">How it is opened; for reading only.</param>
    /// <param name="vault">The data key; null where the database is not encrypted.</param>
    /// <param name="mark">The mark; null where nothing is known.</param>
    public static SegmentedLog OpenBehind(IFileSystem files, StoreOptions options, Vault? vault, LogMark? mark) =>
        OpenForReading(files, options, () => vault, _ => mark, keepsTree: false);

    /// <summary>
    /// Whether a folder holds a database, or the remains of one that had a manifest. Nothing is opened or changed.
    /// </summary>
    /// <exception cref="StorageException">PathInvalid: it is a file. Io: the folder cannot be read.</exception>
    public static bool Exists(IFileSystem files)
    {
        try
        {
            return WholeFile.Exists(files, "", SegmentName.Manifest) || SegmentList.Read(files).Count > 0 || ViewFiles.Exist(files);
        }
        catch (Exception error) when (IoFailure.Matches(error))
        {
            throw IoFailure.Wrap(files, "Looking for", error);
        }
    }

    /// <summary>Deletes the files of a database, and its folder where nothing else is in it. Nothing happens where there is none.</summary>
    /// <exception cref="StorageException">Locked: the database is open. Io: a file could not be deleted.</exception>
    public static void Delete(IFileSystem files)
    {
        try
        {
            if (!Exists(files) && !WholeFile.Exists(files, "", SegmentName.Keys) && !IsLockAlone(files))
                return;
            using (files.Lock(SegmentName.Lock, Holder(TimeProvider.System)))
            {
                // The manifest goes first: what remains after an interruption is then never taken for a whole database. The segments go
                // last: they are what the others belong to, and as long as one is there, deleting can be repeated.
                files.Delete(SegmentName.Manifest);
                ViewFiles.Delete(files);
                ScratchFolder.Sweep(files);
                SegmentList.DeleteUnfinished(files);
                files.Delete(SegmentName.Keys);
                foreach (var name in files.List(SegmentName.Folder))
                {
                    if (name.EndsWith(SegmentName.Extension, StringComparison.Ordinal))
                        files.Delete($"{SegmentName.Folder}/{name}");
                }

                // While it is held, so that nobody takes it and has it taken away. Windows does not delete what is open.
                if (!OperatingSystem.IsWindows())
                    files.Delete(SegmentName.Lock);
            }

            if (OperatingSystem.IsWindows())
                files.Delete(SegmentName.Lock);
            files.DeleteFolder(SegmentName.Folder);
            files.DeleteFolder(ViewFiles.Folder);
            files.DeleteFolder(ScratchFolder.Folder);
            files.DeleteFolder("");
        }
        catch (Exception error) when (IoFailure.Matches(error))
        {
            throw IoFailure.Wrap(files, "Deleting", error);
        }
    }

    /// <summary>Whether a folder holds a LOCK and nothing else: what a deletion left that was killed at its last steps.</summary>
    private static bool IsLockAlone(IFileSystem files)
    {
        if (files.List("") is not [SegmentName.Lock])
            return false;
        foreach (var folder in (ReadOnlySpan<string>)[SegmentName.Folder, ViewFiles.Folder, ScratchFolder.Folder])
            if (files.List(folder).Count > 0)
                return false;
        return true;
    }

    private static SegmentedLog OpenForWriting(IFileSystem files, StoreOptions options, Func<Vault?, LogMark?> findMark, bool keepsTree)
    {
        if (!options.CreateIfMissing && !Exists(files))
            throw Missing(files);
        files.List(""); // a file in place of the folder is told before anything is made
        files.CreateFolder("");
        var held = files.Lock(SegmentName.Lock, Holder(options.Clock));
        try
        {
            var vault = KeyGate.Open(files, options.Key);
            var log = LogScan.Run(files, vault, findMark(vault), keepsTree);
            if (log is null)
            {
                // A key file that is there already was opened with the key: it is kept, and what it is of is made now.
                var id = vault?.DatabaseId ?? Chance.DatabaseId();
                if (vault is null && options.Key is { } key)
                    vault = CreateVault(files, id, key);
                log = LogRepair.Create(files, id, Chance.SegmentSalt(), vault);
            }
            else
            {
                LogRepair.Apply(files, log, vault);
            }

            return new SegmentedLog(files, options, log, held, vault);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    private static SegmentedLog OpenForReading(IFileSystem files, StoreOptions options, Func<Vault?, LogMark?> findMark, bool keepsTree) =>
        OpenForReading(files, options, () => KeyGate.Open(files, options.Key), findMark, keepsTree);

    /// <summary>
    /// A reader takes no lock, so a writer may begin a segment between its looks at the manifest and at the segments. Where the manifest
    /// changed meanwhile, what was found wrong may be nothing but that, and the reader looks again.
    /// </summary>
    private static SegmentedLog OpenForReading(
        IFileSystem files, StoreOptions options, Func<Vault?> openVault, Func<Vault?, LogMark?> findMark, bool keepsTree)
    {
        for (var attempt = 1; ; attempt++)
        {
            var vault = Exists(files) ? openVault() : throw Missing(files);
            var before = ManifestFile.TryRead(files, vault);
            try
            {
                var log = LogScan.Run(files, vault, findMark(vault), keepsTree) ?? throw Missing(files);
                return new SegmentedLog(files, options, log, null, vault);
            }
            catch (Exception error) when (error is CorruptionException or FileNotFoundException
                && attempt < ReadOnlyAttempts && ManifestFile.TryRead(files, vault)?.Generation != before?.Generation)
            {
                // Read again below.
            }
        }
    }

    /// <summary>The key comes before what it seals; where making is interrupted, it is alone, and whoever has it goes on with it.</summary>
    private static Vault CreateVault(IFileSystem files, Guid databaseId, EncryptionKey key)
    {
        var vault = Vault.Create(databaseId, keyId: 1);
        KeyGate.Write(files, vault, key);
        return vault;
    }

    private static void CheckOptions(StoreOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.SegmentBytes, 64 * 1024, nameof(StoreOptions.SegmentBytes));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.SegmentBytes, 1024 * 1024 * 1024, nameof(StoreOptions.SegmentBytes));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MemtableBytes, 4 * 1024, nameof(StoreOptions.MemtableBytes));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MemtableBytes, 4L << 30, nameof(StoreOptions.MemtableBytes));
        ArgumentOutOfRangeException.ThrowIfNegative(options.CacheBytes, nameof(StoreOptions.CacheBytes));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.CacheBytes, 1L << 40, nameof(StoreOptions.CacheBytes));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.SyncInterval, TimeSpan.FromMilliseconds(10), nameof(StoreOptions.SyncInterval));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.SyncInterval, TimeSpan.FromMinutes(1), nameof(StoreOptions.SyncInterval));
        if (options.SweepInterval is not { } interval)
            return;
        ArgumentOutOfRangeException.ThrowIfLessThan(interval, TimeSpan.FromSeconds(1), nameof(StoreOptions.SweepInterval));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(interval, TimeSpan.FromDays(1), nameof(StoreOptions.SweepInterval));
    }

    /// <summary>What the lock file says of its holder: so exactly that no two say the same.</summary>
    public static string Holder(TimeProvider clock) => string.Create(
        CultureInfo.InvariantCulture,
        $"process {Environment.ProcessId}\nmachine {Environment.MachineName}\nsince {clock.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffffffZ}\n");

    private static StorageException Missing(IFileSystem files) => new(
        StorageErrorCode.PathInvalid,
        $"There is no database in '{files.Name}': it has neither a {SegmentName.Manifest} nor a log. Check the path, or open it with"
            + " CreateIfMissing and not IsReadOnly.");
}
