using Nedb.Storage.Io;

namespace Nedb.Storage.Log;

/// <summary>The files of the views, as far as the log must know of them: they can be deleted, and are made anew.</summary>
internal static class ViewFiles
{
    /// <summary>Their folder.</summary>
    public const string Folder = "views";

    /// <summary>Deletes all of them.</summary>
    public static void Delete(IFileSystem files)
    {
        foreach (var name in files.List(Folder))
            files.Delete($"{Folder}/{name}");
    }
}
