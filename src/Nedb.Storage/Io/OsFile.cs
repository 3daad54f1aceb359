using Microsoft.Win32.SafeHandles;

namespace Nedb.Storage.Io;

/// <summary>A file of the operating system.</summary>
internal sealed class OsFile(SafeFileHandle handle) : IFile
{
    /// <inheritdoc/>
    public long Length => RandomAccess.GetLength(handle);

    /// <inheritdoc/>
    public int Read(Span<byte> buffer, long offset) => RandomAccess.Read(handle, buffer, offset);

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> bytes, long offset) => RandomAccess.Write(handle, bytes, offset);

    /// <inheritdoc/>
    public void SetLength(long length) => RandomAccess.SetLength(handle, length);

    /// <inheritdoc/>
    public void Sync() => RandomAccess.FlushToDisk(handle);

    /// <inheritdoc/>
    public void Dispose() => handle.Dispose();
}
