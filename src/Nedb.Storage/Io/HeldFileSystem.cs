namespace Nedb.Storage.Io;

/// <summary>The files of a folder whose lock somebody holds already, for whoever works in it on his behalf.</summary>
/// <param name="files">The folder.</param>
/// <param name="held">The path of the locked file.</param>
internal sealed class HeldFileSystem(IFileSystem files, string held) : IFileSystem
{
    /// <inheritdoc/>
    public string Name => files.Name;

    /// <inheritdoc/>
    public long? FreeBytes => files.FreeBytes;

    /// <inheritdoc/>
    public IFile Open(string path, FileIntent intent) => files.Open(path, intent);

    /// <inheritdoc/>
    public IReadOnlyList<string> List(string folder) => files.List(folder);

    /// <inheritdoc/>
    public void CreateFolder(string folder) => files.CreateFolder(folder);

    /// <inheritdoc/>
    public void DeleteFolder(string folder) => files.DeleteFolder(folder);

    /// <inheritdoc/>
    public void Rename(string path, string newPath) => files.Rename(path, newPath);

    /// <inheritdoc/>
    public void Delete(string path) => files.Delete(path);

    /// <inheritdoc/>
    public IDisposable Lock(string path, string holder) => path == held ? new Lent() : files.Lock(path, holder);

    /// <summary>Who holds the lock lets go of it.</summary>
    private sealed class Lent : IDisposable
    {
        public void Dispose()
        {
            // It ends with the one who lent it.
        }
    }
}
