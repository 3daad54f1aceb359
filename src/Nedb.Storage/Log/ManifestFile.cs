using Nedb.Storage.Diagnostics;
using Nedb.Storage.Format;
using Nedb.Storage.Io;
using Nedb.Storage.Sealing;

namespace Nedb.Storage.Log;

/// <summary>Reads the manifest, and replaces it so that a crash leaves the old one or the new one. With a key it is sealed.</summary>
internal static class ManifestFile
{
    private const int SizeMax = ManifestRecord.SizeMax + SealedEnvelope.AddedBytes;

    /// <summary>Reads the manifest; null where there is none.</summary>
    /// <exception cref="StorageException">It is damaged or of another format, or there is a key too few or too many.</exception>
    public static ManifestRecord? TryRead(IFileSystem files, Vault? vault = null)
    {
        if (WholeFile.TryRead(files, SegmentName.Manifest, SizeMax) is not { } bytes)
            return null;
        if (vault is not null)
            bytes = SealedEnvelope.Unwrap(vault, SegmentName.Manifest, bytes);
        return ManifestRecord.Read(bytes, SegmentName.Manifest);
    }

    /// <summary>The bytes of the manifest as they are, to tell whether it was replaced; null where they cannot be read.</summary>
    public static byte[]? TryLook(IFileSystem files)
    {
        try
        {
            return WholeFile.TryRead(files, SegmentName.Manifest, SizeMax);
        }
        catch (Exception error) when (IoFailure.Matches(error) || error is StorageException)
        {
            return null; // who opens the database meets the same, and says so
        }
    }

    /// <summary>Replaces the manifest, durably.</summary>
    public static void Write(IFileSystem files, ManifestRecord manifest, Vault? vault)
    {
        var bytes = manifest.ToBytes();
        WholeFile.Write(files, SegmentName.Manifest, vault is null ? bytes : SealedEnvelope.Wrap(vault, SegmentName.Manifest, bytes));
    }

    /// <summary>Makes a segment that holds its header and nothing else; when its name is there, its header is, whatever happens.</summary>
    public static void WriteSegment(IFileSystem files, SegmentHeader header) => WholeFile.Write(files, header.Path, header.ToBytes());
}
