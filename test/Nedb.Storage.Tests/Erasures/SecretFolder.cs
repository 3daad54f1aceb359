using System.Text;
using Nedb.Storage.Format;
using Nedb.Storage.Io;
using Nedb.Storage.Log;
using Nedb.Storage.Sealing;

namespace Nedb.Storage.Tests.Erasures;

/// <summary>Looks for a text in everything that a folder holds.</summary>
internal static class SecretFolder
{
    /// <summary>The files in which a text stands; segments and runs are read as they read, unsealed and unpacked.</summary>
    public static List<string> Find(IFileSystem files, string text, Vault? vault = null)
    {
        var wanted = Encoding.UTF8.GetBytes(text);
        while (true)
        {
            try
            {
                return Find(files, wanted, vault);
            }
            catch (FileNotFoundException)
            {
                // It was listed, and the store has put another in its place meanwhile: the folder is looked through again.
            }
        }
    }

    private static List<string> Find(IFileSystem files, byte[] wanted, Vault? vault)
    {
        var found = new List<string>();
        foreach (var folder in (string[])["", "log", "views"])
            foreach (var name in files.List(folder))
            {
                var path = folder.Length == 0 ? name : $"{folder}/{name}";
                if (Holds(files, path, wanted, vault))
                    found.Add(path);
            }

        return found;
    }

    private static bool Holds(IFileSystem files, string path, byte[] wanted, Vault? vault)
    {
        using (var file = files.Open(path, FileIntent.Read))
        {
            var bytes = new byte[file.Length];
            for (var done = 0; done < bytes.Length;)
                done += file.Read(bytes.AsSpan(done), done);
            if (bytes.AsSpan().IndexOf(wanted) >= 0)
                return true;
        }

        if (!path.EndsWith(SegmentName.Extension, StringComparison.Ordinal))
            return false;
        using var reader = new SegmentReader(files, path, vault: vault);
        for (long position = SegmentHeader.SizeBytes; reader.TryRead(position); position += reader.Frame.Extent)
            if (reader.Content.IndexOf(wanted) >= 0)
                return true;
        return false;
    }
}
