using Nedb.Storage.Format;
using Nedb.Storage.Io;
using Nedb.Storage.Runs;

namespace Nedb.Testing.Io;

/// <summary>
/// The files of a database at a moment: to be kept, changed, compared, and made into a file system again. The lock is left out.
/// </summary>
internal sealed class FileImage
{
    private readonly SortedDictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    /// <summary>The paths.</summary>
    public IReadOnlyCollection<string> Paths => _files.Keys;

    /// <summary>The bytes of a file.</summary>
    public byte[] this[string path]
    {
        get => _files[path];
        set => _files[path] = value;
    }

    /// <summary>Reads all files.</summary>
    public static FileImage Take(IFileSystem files)
    {
        var image = new FileImage();
        foreach (var folder in (string[])["", SegmentName.Folder, RunName.Folder])
        {
            foreach (var name in files.List(folder))
            {
                var path = folder.Length == 0 ? name : $"{folder}/{name}";
                if (path != SegmentName.Lock)
                    image._files[path] = ReadAll(files, path);
            }
        }

        return image;
    }

    /// <summary>A copy that can be changed.</summary>
    public FileImage Copy()
    {
        var copy = new FileImage();
        foreach (var (path, bytes) in _files)
            copy._files[path] = (byte[])bytes.Clone();
        return copy;
    }

    /// <summary>Takes a file away.</summary>
    public void Remove(string path) => _files.Remove(path);

    /// <summary>A file system with these files. The arrays are copied.</summary>
    public MemoryFileSystem ToFiles()
    {
        var files = new MemoryFileSystem("image");
        files.CreateFolder(SegmentName.Folder);
        if (_files.Keys.Any(path => path.StartsWith(RunName.Folder + "/", StringComparison.Ordinal)))
            files.CreateFolder(RunName.Folder);
        foreach (var (path, bytes) in _files)
        {
            using var file = files.Open(path, FileIntent.Replace);
            file.Write(bytes, 0);
        }

        return files;
    }

    /// <summary>The first difference to the files there are now; null where there is none.</summary>
    public string? DifferenceTo(IFileSystem files)
    {
        var now = Take(files);
        if (!now.Paths.SequenceEqual(Paths))
            return $"files were {string.Join(' ', Paths)}, are {string.Join(' ', now.Paths)}";
        foreach (var (path, bytes) in _files)
        {
            if (!bytes.AsSpan().SequenceEqual(now._files[path]))
                return path + " was changed";
        }

        return null;
    }

    private static byte[] ReadAll(IFileSystem files, string path)
    {
        using var file = files.Open(path, FileIntent.Read);
        var bytes = new byte[file.Length];
        for (var done = 0; done < bytes.Length;)
        {
            var read = file.Read(bytes.AsSpan(done), done);
            if (read == 0)
                throw new EndOfStreamException(path);
            done += read;
        }

        return bytes;
    }
}
