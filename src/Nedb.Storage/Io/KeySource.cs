using Nedb.Storage.Diagnostics;

namespace Nedb.Storage.Io;

/// <summary>Where keys come from outside of the database: files that users name, and the environment.</summary>
internal static class KeySource
{
    private const int FileBytesMax = 4096;

    /// <summary>The bytes of a key file.</summary>
    /// <exception cref="StorageException">KeyInvalid: it cannot be read, or is far too large.</exception>
    public static byte[] ReadFile(string path)
    {
        try
        {
            using var handle = File.OpenHandle(path);
            var length = RandomAccess.GetLength(handle);
            if (length > FileBytesMax)
                throw new StorageException(StorageErrorCode.KeyInvalid, $"The key file '{path}' has {length} bytes; it is not a key.");
            var bytes = new byte[length];
            for (var done = 0; done < bytes.Length;)
            {
                var read = RandomAccess.Read(handle, bytes.AsSpan(done), done);
                if (read == 0)
                    return bytes[..done];
                done += read;
            }

            return bytes;
        }
        catch (Exception error) when (IoFailure.Matches(error) || error is ArgumentException or NotSupportedException)
        {
            throw new StorageException(StorageErrorCode.KeyInvalid, $"The key file '{path}' cannot be read: {error.Message}", error);
        }
    }

    /// <summary>The value of a variable; null where it is not set.</summary>
    public static string? ReadVariable(string name) => Environment.GetEnvironmentVariable(name);
}
