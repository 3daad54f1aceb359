namespace Nedb.Testing;

/// <summary>The folder of the repository, found upwards from where the tests run.</summary>
public static class RepositoryFolder
{
    /// <summary>A path inside the repository.</summary>
    /// <exception cref="DirectoryNotFoundException">The tests do not run inside of the repository.</exception>
    public static string Find(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "EFCore.Nedb.sln")))
                return Path.Combine(folder.FullName, path);
        }

        throw new DirectoryNotFoundException($"There is no repository above '{AppContext.BaseDirectory}'.");
    }
}
