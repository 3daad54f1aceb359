using Nedb.Storage.Diagnostics;

namespace Nedb.Storage.Io;

/// <summary>Small files that are read and replaced as a whole.</summary>
internal static class WholeFile
{
    /// <summary>What is added to the name of a file that is not yet complete; it becomes visible by being renamed.</summary>
    public const string UnfinishedExtension = ".new";

    /// <summary>Whether a file is in a folder.</summary>
    public static bool Exists(IFileSystem files, string folder, string name)
    {
        foreach (var other in files.List(folder))
        {
            if (other == name)
                return true;
        }

        return false;
    }

    /// <summary>Reads a file of the main folder; null where there is none.</summary>
    /// <exception cref="CorruptionException">It is larger than any such file, or ended before its length.</exception>
    public static byte[]? TryRead(IFileSystem files, string name, int sizeMax)
    {
        if (!Exists(files, "", name))
            return null;
        using var file = files.Open(name, FileIntent.Read);
        var length = file.Length;
        if (length > sizeMax)
            throw new CorruptionException($"'{name}' has {length} bytes; at most {sizeMax} are possible.", name, 0);
        var bytes = new byte[length];
        for (var done = 0; done < bytes.Length;)
        {
            var read = file.Read(bytes.AsSpan(done), done);
            if (read == 0)
                throw new CorruptionException($"'{name}' ended at {done} of {length} bytes.", name, done);
            done += read;
        }

        return bytes;
    }

    /// <summary>Makes or replaces a file, durably: a crash leaves the old one or the new one.</summary>
    public static void Write(IFileSystem files, string path, ReadOnlySpan<byte> bytes)
    {
        var unfinished = path + UnfinishedExtension;
        using (var file = files.Open(unfinished, FileIntent.Replace))
        {
            file.Write(bytes, 0);
            file.Sync();
        }

        files.Rename(unfinished, path);
    }
}
