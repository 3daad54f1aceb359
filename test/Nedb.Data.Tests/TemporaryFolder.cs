namespace Nedb.Data.Tests;

/// <summary>A folder of its own, which is gone when it is disposed.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("nedb-data-").FullName;

    /// <summary>The folder of a database within, which does not exist at first.</summary>
    public string Database => System.IO.Path.Join(Path, "database");

    public void Dispose()
    {
        NedbConnection.ClearAllPools();
        Directory.Delete(Path, recursive: true);
    }
}
