using Nedb.Storage.Diagnostics;
using Nedb.Storage.Io;
using Nedb.Storage.Sealing;
using Nedb.Storage.Views;

namespace Nedb.Storage.Scratch;

/// <summary>Where a database puts what does not fit into memory while it is worked on. Nothing there outlives the one who put it.</summary>
/// <param name="files">The folder of the database.</param>
/// <param name="vault">The data key; null where the database is not encrypted.</param>
/// <param name="isReadOnly">Whether nothing may be written there: the system's folder for temporary files then serves.</param>
internal sealed class ScratchFolder(IFileSystem files, Vault? vault, bool isReadOnly)
{
    /// <summary>The folder within the database.</summary>
    public const string Folder = "temp";

    private const string Extension = ".scratch";
    private const int NameBytes = 16;

    /// <summary>Makes an empty file.</summary>
    /// <param name="view">Knows the hashes of the versions that are put there.</param>
    /// <exception cref="StorageException">Io: it cannot be made.</exception>
    public ScratchFile Open(ReadView view)
    {
        var name = Convert.ToHexStringLower(Chance.Bytes(NameBytes)) + Extension;
        var path = $"{Folder}/{name}";
        // Its key is drawn for it alone and written nowhere: when the file is closed, nobody can read what the disk still holds of it.
        var sealer = vault is null ? null : Vault.Create(vault.DatabaseId, keyId: 1).CreateSealer(path);
        try
        {
            if (isReadOnly)
                return new(new TemporaryFile("nedb-" + name), null, path, sealer, view);
            files.CreateFolder(Folder);
            return new(files.Open(path, FileIntent.Replace), files, path, sealer, view);
        }
        catch (Exception error) when (IoFailure.Matches(error))
        {
            throw ScratchFile.Wrap("make", isReadOnly ? TemporaryFile.Folder : $"{files.Name}/{Folder}", error);
        }
    }

    /// <summary>Deletes what a process that was killed has left. Nobody else may have the database open for writing.</summary>
    public static void Sweep(IFileSystem files)
    {
        try
        {
            foreach (var name in files.List(Folder))
                if (name.EndsWith(Extension, StringComparison.Ordinal))
                    files.Delete($"{Folder}/{name}");
        }
        catch (Exception error) when (IoFailure.Matches(error))
        {
            // It takes room and does no other harm; the next opening tries again.
        }
    }
}
