namespace Nedb.Storage.Io;

/// <summary>A file in the system's folder for temporary files. It goes with the process, however that ends.</summary>
internal sealed class TemporaryFile : IFile
{
    private readonly FileStream _stream;

    /// <summary>The system's folder for temporary files.</summary>
    public static string Folder => Path.GetTempPath();

    /// <summary>Makes the file.</summary>
    /// <param name="name">Its name, which no other file has.</param>
    public TemporaryFile(string name)
    {
        var path = Path.Combine(Folder, name);
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Delete,
            Options = FileOptions.DeleteOnClose,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        _stream = new(path, options);
        // On Unix an open file needs no name, and one without a name is gone when its process is.
        if (!OperatingSystem.IsWindows())
            File.Delete(path);
    }

    /// <inheritdoc/>
    public long Length => RandomAccess.GetLength(_stream.SafeFileHandle);

    /// <inheritdoc/>
    public int Read(Span<byte> buffer, long offset) => RandomAccess.Read(_stream.SafeFileHandle, buffer, offset);

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> bytes, long offset) => RandomAccess.Write(_stream.SafeFileHandle, bytes, offset);

    /// <inheritdoc/>
    public void SetLength(long length) => RandomAccess.SetLength(_stream.SafeFileHandle, length);

    /// <inheritdoc/>
    public void Sync() => PosixDoor.Sync(_stream.SafeFileHandle, _stream.Name);

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();
}
