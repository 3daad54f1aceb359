using System.Buffers.Binary;
using Nedb.Storage.Diagnostics;

namespace Nedb.Storage.Format;

/// <summary>What all files of a database begin with: a magic of eight bytes that says what they are, then the format version.</summary>
internal static class FileStart
{
    /// <summary>Checks magic, version and least size.</summary>
    /// <exception cref="StorageException">
    /// UnknownFormat: a later version wrote it. Corruption: it is something else, or too short.
    /// </exception>
    public static void Check(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> magic, int sizeMin, string file)
    {
        if (bytes.Length < sizeMin)
            throw new CorruptionException(
                $"'{file}' is too short: expected at least {sizeMin} bytes; found {bytes.Length}.", file, bytes.Length);
        if (!bytes.StartsWith(magic))
        {
            throw new CorruptionException(
                $"'{file}' is not what its name says: expected it to begin with '{System.Text.Encoding.ASCII.GetString(magic)}';"
                + $" found {Convert.ToHexStringLower(bytes[..magic.Length])}.",
                file,
                0);
        }

        var version = BinaryPrimitives.ReadUInt32LittleEndian(bytes[SegmentHeader.VersionOffset..]);
        if (version != FormatVersion.Current)
        {
            throw new StorageException(
                StorageErrorCode.UnknownFormat,
                $"'{file}' has format version {version}; this version of Nedb reads version {FormatVersion.Current}. Open it with the"
                    + " version that wrote it.");
        }
    }
}
