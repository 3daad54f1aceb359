using Nedb.Storage.Diagnostics;
using Nedb.Storage.Format;
using Nedb.Storage.Io;
using Nedb.Storage.Layers;

namespace Nedb.Storage.Log;

/// <summary>The files of the views, as far as the log must know of them: they can be deleted, and are made anew.</summary>
internal static class ViewFiles
{
    /// <summary>Their folder.</summary>
    public const string Folder = "views";

    /// <summary>Whether there are any. They are written when there is a manifest, so they show that there was a log.</summary>
    public static bool Exist(IFileSystem files) => files.List(Folder).Any(ViewFolder.IsOurs);

    /// <summary>
    /// Refuses a folder that has views and neither a manifest nor a log: it is what is left of a database, and no place for a new one.
    /// </summary>
    /// <exception cref="CorruptionException">The log was lost.</exception>
    public static void CheckNotAlone(IFileSystem files)
    {
        var names = files.List(Folder).Where(ViewFolder.IsOurs).ToArray();
        if (names.Length == 0)
            return;
        var keys = WholeFile.Exists(files, "", SegmentName.Keys) ? $" and '{SegmentName.Keys}'" : "";
        throw new CorruptionException(
            $"'{files.Name}' holds the remains of a database: {names.Length} files in '{Folder}' ('{names[0]}' is one){keys} are there, and"
                + $" '{SegmentName.Manifest}' and all of '{SegmentName.Folder}' are missing. Views are made from the log, and not the log"
                + $" from them, so it is not opened, and no file was changed. Put back '{SegmentName.Manifest}' and"
                + $" '{SegmentName.Folder}', or delete the database to make a new one here.",
            SegmentName.Manifest,
            0);
    }

    /// <summary>Deletes all of them.</summary>
    public static void Delete(IFileSystem files)
    {
        foreach (var name in files.List(Folder))
            files.Delete($"{Folder}/{name}");
    }
}
