using Nedb.Packages.Tests.Processes;
using Nedb.Packages.Tests.Tools;
using Nedb.Testing;
using Nedb.Testing.Io;

namespace Nedb.Packages.Tests.Packing;

/// <summary>The packages of the four floors, packed once from what was built for the tests.</summary>
public sealed class LocalPackages : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Lazy<ToolProject> _tool;

    public LocalPackages()
    {
        _tool = new(() => ToolProject.Make(this));
        var configuration = AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}")
            ? "Release"
            : "Debug";
        foreach (var project in Projects)
            Command.Dotnet(
                RepositoryFolder.Find("src"), "pack", project, "--no-build", "-c", configuration, "-o", Folder, "-v", "q").Succeeded();
    }

    /// <summary>The floors, from the lowest.</summary>
    public static string[] Projects { get; } = ["Nedb.Storage", "Nedb.Query", "Nedb.Data", "EFCore.Nedb"];

    /// <summary>A program for the tools of EF, made when the first test asks for it; nobody changes it.</summary>
    internal ToolProject Tool => _tool.Value;

    /// <summary>Where the packages are.</summary>
    public string Folder => _folder.Path;

    /// <summary>The version of all of them.</summary>
    public string Version => Path.GetFileNameWithoutExtension(Find("EFCore.Nedb", "nupkg"))["EFCore.Nedb.".Length..];

    /// <summary>The path of a package.</summary>
    public string Find(string project, string extension) => Directory.GetFiles(Folder, $"{project}.*.{extension}").Single();

    public void Dispose()
    {
        if (_tool.IsValueCreated)
            _tool.Value.Dispose();
        _folder.Dispose();
    }
}
