namespace Nedb.Storage.Io;

/// <summary>
/// One open file. Failures are <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>; positions are absolute, in bytes.
/// </summary>
internal interface IFile : IDisposable
{
    /// <summary>The length of the file.</summary>
    long Length { get; }

    /// <summary>Reads at least one byte, perhaps fewer than asked for; 0 only at or after the end of the file.</summary>
    int Read(Span<byte> buffer, long offset);

    /// <summary>Writes all bytes, growing the file as needed, or throws with any part of them written.</summary>
    void Write(ReadOnlySpan<byte> bytes, long offset);

    /// <summary>Cuts the file, or grows it with zeros.</summary>
    void SetLength(long length);

    /// <summary>Makes durable what was written and cut before; after a failure nothing is known about any of it.</summary>
    void Sync();
}
