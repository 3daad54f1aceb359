using Nedb.Storage.Diagnostics;
using Nedb.Storage.Format;
using Nedb.Storage.Io;
using Nedb.Storage.Recovery;
using Nedb.Storage.Sealing;

namespace Nedb.Storage.Log;

/// <summary>
/// Whether a database is encrypted, and the key that opens it. The manifest decides: it is sealed or it is not, and that changes in one
/// step; a file KEYS beside a plain manifest is what an interrupted change left, and means nothing. A file KEYS alone is what an
/// interrupted making of a database leaves, or all that is left of one whose log was lost: it is kept, and only its key goes on with it.
/// </summary>
internal static class KeyGate
{
    private const int KeysBytesMax = 4096;

    /// <summary>
    /// Opens the data key of the database in a folder, or of one whose making was interrupted; null where it is not encrypted, or there is
    /// nothing of a database.
    /// </summary>
    /// <exception cref="StorageException">KeyRequired, KeyWrong, KeyUnexpected, UnknownFormat or Corruption.</exception>
    public static Vault? Open(IFileSystem files, EncryptionKey? key)
    {
        if (IsEncrypted(files) is not { } isEncrypted)
        {
            ViewFiles.CheckNotAlone(files);
            return OpenAlone(files, key);
        }

        if (!isEncrypted)
        {
            return key is null ? null : throw new StorageException(
                StorageErrorCode.KeyUnexpected,
                $"A key was given, and the database '{files.Name}' is not encrypted. Open it without a key, or encrypt it first.");
        }

        if (WholeFile.TryRead(files, SegmentName.Keys, KeysBytesMax) is not { } bytes)
        {
            throw new CorruptionException(
                $"The database '{files.Name}' is encrypted, and its file '{SegmentName.Keys}' is missing. Without it nothing can be"
                    + " read: put back a copy of it.",
                SegmentName.Keys,
                0);
        }

        if (key is null)
            throw new StorageException(
                StorageErrorCode.KeyRequired, $"The database '{files.Name}' is encrypted. Open it with its encryption key.");
        return KeyRecord.Unwrap(bytes, key, SegmentName.Keys);
    }

    private static Vault? OpenAlone(IFileSystem files, EncryptionKey? key)
    {
        if (WholeFile.TryRead(files, SegmentName.Keys, KeysBytesMax) is not { } bytes)
            return null;
        if (key is null)
            throw Alone(files, StorageErrorCode.KeyRequired, "no key was given", null);
        try
        {
            return KeyRecord.Unwrap(bytes, key, SegmentName.Keys);
        }
        catch (StorageException error) when (error.Code == StorageErrorCode.KeyWrong)
        {
            throw Alone(files, StorageErrorCode.KeyWrong, "the given key does not open it", error);
        }
    }

    private static StorageException Alone(IFileSystem files, StorageErrorCode code, string found, Exception? inner) => new(
        code,
        $"'{files.Name}' holds the key file '{SegmentName.Keys}' of an encrypted database, without '{SegmentName.Manifest}' and"
            + $" '{SegmentName.Folder}', and {found}. Open it with the key of that database, which makes it an empty one; put back"
            + " the missing files; or delete the database to make a new one here. No file was changed.",
        inner);

    /// <summary>Writes the data key under a master key.</summary>
    public static void Write(IFileSystem files, Vault vault, EncryptionKey master) =>
        WholeFile.Write(files, SegmentName.Keys, KeyRecord.Wrap(vault, master, Chance.Bytes(KeyRecord.SaltBytes)));

    private static bool? IsEncrypted(IFileSystem files)
    {
        if (WholeFile.Exists(files, "", SegmentName.Manifest))
        {
            var start = ReadStart(files, SegmentName.Manifest, SealedEnvelope.Magic.Length);
            if (SealedEnvelope.IsOne(start))
                return true;
            // A manifest that is neither is damaged, and reading it will say so; the key file tells how it is to be read.
            return !start.AsSpan().SequenceEqual(ManifestRecord.Magic) && WholeFile.Exists(files, "", SegmentName.Keys);
        }

        // Without a manifest there may be the lone first segment of a database whose making was interrupted.
        if (SegmentList.Read(files) is not [var first, ..])
            return null;
        var header = ReadStart(files, first.Path, SegmentHeader.SizeBytes);
        if (header.Length == 0)
            throw new CorruptionException(
                $"'{files.Name}' holds a backup that was broken off: its first segment is empty, and it has no '{SegmentName.Manifest}'."
                    + " Delete it, and make the backup again.",
                first.Path,
                0);
        return SegmentHeader.Read(header, first.Path).IsSealed;
    }

    private static byte[] ReadStart(IFileSystem files, string path, int count)
    {
        using var file = files.Open(path, FileIntent.Read);
        var bytes = new byte[(int)Math.Min(count, file.Length)];
        for (var done = 0; done < bytes.Length;)
        {
            var read = file.Read(bytes.AsSpan(done), done);
            if (read == 0)
                return bytes[..done];
            done += read;
        }

        return bytes;
    }
}
