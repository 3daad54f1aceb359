using Nedb.Storage.Cbor;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Format;
using Nedb.Storage.Io;
using Nedb.Storage.Runs;
using Nedb.Storage.Sealing;

namespace Nedb.Storage.Layers;

/// <summary>The files of the views beside their runs, and how to be rid of any of them.</summary>
internal static class ViewFolder
{
    /// <summary>The path of the record.</summary>
    public const string Record = RunName.Folder + "/" + RecordName;

    private const string RecordName = "CHECKPOINT";

    /// <summary>Reads the record of the views; null where there is none that can be used, for whatever reason.</summary>
    /// <param name="files">The folder.</param>
    /// <param name="vault">The data key; null where the database is not encrypted.</param>
    public static ViewsRecord? TryRead(IFileSystem files, Vault? vault)
    {
        try
        {
            if (!files.List(RunName.Folder).Contains(RecordName))
                return null;
            using var file = files.Open(Record, FileIntent.Read);
            if (file.Length > ViewsRecordCodec.SizeMax)
                return null;
            var bytes = new byte[file.Length];
            for (var done = 0; done < bytes.Length;)
            {
                var read = file.Read(bytes.AsSpan(done), done);
                if (read == 0)
                    return null;
                done += read;
            }

            if (SealedEnvelope.IsOne(bytes) == vault is null)
                return null;
            return ViewsRecordCodec.Read(vault is null ? bytes : SealedEnvelope.Unwrap(vault, Record, bytes), Record);
        }
        catch (Exception error) when (
            error is StorageException or CborException || (IoFailure.Matches(error) && !IoFailure.IsOfProcess(error)))
        {
            // Views are derived: what cannot be read is made again from the log, which has its own checks. Where it is the process that
            // may not read, it would make again what is there.
            return null;
        }
    }

    /// <summary>Replaces the record, durably.</summary>
    public static void Write(IFileSystem files, Vault? vault, ViewsRecord record)
    {
        files.CreateFolder(RunName.Folder);
        var bytes = ViewsRecordCodec.ToBytes(record);
        WholeFile.Write(files, Record, vault is null ? bytes : SealedEnvelope.Wrap(vault, Record, bytes));
    }

    /// <summary>Deletes the record, so that the next opening rebuilds the views.</summary>
    public static void DeleteRecord(IFileSystem files) => files.Delete(Record);

    /// <summary>Deletes every file of the views that a record does not name.</summary>
    public static void DeleteOthers(IFileSystem files, ViewsRecord record)
    {
        var named = record.Present.Concat(record.Past).Concat(record.Words.Select(static words => words.Run))
            .Select(static run => run.Path).Append(Record).ToHashSet(StringComparer.Ordinal);
        Delete(files, path => !named.Contains(path));
    }

    /// <summary>Deletes every file of the views.</summary>
    public static void DeleteAll(IFileSystem files)
    {
        // Without the record the others mean nothing.
        DeleteRecord(files);
        Delete(files, static _ => true);
    }

    /// <summary>Whether a file in the folder of the views is one of them, by its name; it may be unfinished.</summary>
    public static bool IsOurs(string name)
    {
        var whole = name.EndsWith(WholeFile.UnfinishedExtension, StringComparison.Ordinal)
            ? name[..^WholeFile.UnfinishedExtension.Length] : name;
        return whole == RecordName || RunName.TryParse(whole, out _);
    }

    private static void Delete(IFileSystem files, Func<string, bool> isOver)
    {
        foreach (var name in files.List(RunName.Folder))
        {
            var path = $"{RunName.Folder}/{name}";
            if (IsOurs(name) && isOver(path))
                files.Delete(path);
        }
    }
}
