using Microsoft.Win32.SafeHandles;

namespace Nedb.Storage.Io;

/// <summary>A file of the operating system.</summary>
/// <param name="handle">The open file.</param>
/// <param name="path">Its path, for messages.</param>
internal sealed class OsFile(SafeFileHandle handle, string path) : IFile
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
    public void Sync() => PosixDoor.Sync(handle, path);

    /// <inheritdoc/>
    public void Dispose() => handle.Dispose();
}
