using Nedb.Storage.Diagnostics;
using Nedb.Storage.Format;
using Nedb.Storage.Io;

namespace Nedb.Storage.Log;

/// <summary>Reads the manifest, and replaces it so that a crash leaves the old one or the new one.</summary>
internal static class ManifestFile
{
    /// <summary>Reads the manifest; null where there is none.</summary>
    /// <exception cref="StorageException">It is damaged or of another format.</exception>
    public static ManifestRecord? TryRead(IFileSystem files)
    {
        var isThere = false;
        foreach (var name in files.List(""))
            isThere |= name == SegmentName.Manifest;
        if (!isThere)
            return null;
        using var file = files.Open(SegmentName.Manifest, FileIntent.Read);
        var length = file.Length;
        if (length > ManifestRecord.SizeMax)
            throw new CorruptionException(
                $"'{SegmentName.Manifest}' has {length} bytes; at most {ManifestRecord.SizeMax} are possible.", SegmentName.Manifest, 0);
        var bytes = new byte[length];
        for (var done = 0; done < bytes.Length;)
        {
            var read = file.Read(bytes.AsSpan(done), done);
            if (read == 0)
                throw new CorruptionException($"'{SegmentName.Manifest}' ended at {done} of {length} bytes.", SegmentName.Manifest, done);
            done += read;
        }

        return ManifestRecord.Read(bytes, SegmentName.Manifest);
    }

    /// <summary>Replaces the manifest, durably.</summary>
    public static void Write(IFileSystem files, ManifestRecord manifest) => WriteWhole(files, SegmentName.Manifest, manifest.ToBytes());

    /// <summary>Makes a segment that holds its header and nothing else; when its name is there, its header is, whatever happens.</summary>
    public static void WriteSegment(IFileSystem files, SegmentHeader header) => WriteWhole(
        files, SegmentName.PathOf(header.FirstSeq), header.ToBytes());

    private static void WriteWhole(IFileSystem files, string path, byte[] bytes)
    {
        var unfinished = path + SegmentName.UnfinishedExtension;
        using (var file = files.Open(unfinished, FileIntent.Replace))
        {
            file.Write(bytes, 0);
            file.Sync();
        }

        files.Rename(unfinished, path);
    }
}
