namespace Nedb.Storage.Diagnostics;

/// <summary>Bytes are not what was written. Nothing was changed to heal them.</summary>
public sealed class CorruptionException : StorageException
{
    /// <summary>Makes a report of damage.</summary>
    /// <param name="message">What was expected and found.</param>
    /// <param name="file">The file, relative to the folder of the database.</param>
    /// <param name="offset">The position in the file, in bytes.</param>
    /// <param name="seq">The seq of the damaged node, or 0 where it is not known.</param>
    /// <param name="inner">The failure beneath.</param>
    public CorruptionException(string message, string file, long offset, long seq = 0, Exception? inner = null)
        : base(StorageErrorCode.Corruption, message, inner)
    {
        File = file;
        Offset = offset;
        Seq = seq;
    }

    /// <summary>The file, relative to the folder of the database.</summary>
    public string File { get; }

    /// <summary>The position in the file, in bytes.</summary>
    public long Offset { get; }

    /// <summary>The seq of the damaged node, or 0 where it is not known.</summary>
    public long Seq { get; }
}
