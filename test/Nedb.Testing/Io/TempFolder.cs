namespace Nedb.Testing.Io;

/// <summary>A folder that is gone when the test is over.</summary>
public sealed class TempFolder : IDisposable
{
    /// <summary>Makes an empty folder with a name of its own.</summary>
    public TempFolder() => Path = Directory.CreateTempSubdirectory("nedb-test-").FullName;

    /// <summary>The path of the folder.</summary>
    public string Path { get; }

    /// <summary>A path inside.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
