using Nedb.Packages.Tests.Packing;
using Nedb.Packages.Tests.Processes;
using Nedb.Testing.Io;

namespace Nedb.Packages.Tests.Consumers;

/// <summary>
/// A console program in a folder of its own, which knows nothing of this repository but its packages. What else it needs was restored for the
/// tests, so no network is asked, unless the program says so.
/// </summary>
internal sealed class ConsumerProject : IDisposable
{
    private static readonly string Design =
        $"""<PackageReference Include="Microsoft.EntityFrameworkCore.Design" Version="{EfVersion}" PrivateAssets="all" />""";

    private readonly TempFolder _folder = new();

    /// <param name="packages">The packages.</param>
    /// <param name="packageId">The one that the program refers to.</param>
    /// <param name="program">The text of its Program.cs.</param>
    /// <param name="isOnline">Whether the feeds of this machine are asked as well.</param>
    public ConsumerProject(LocalPackages packages, string packageId, string program, bool isOnline = false)
    {
        var restored = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        // A folder of packages of its own: a version of the same number that was packed before must not be found.
        Write("nuget.config", $"""
            <configuration>
              <packageSources>{(isOnline ? "" : "<clear />")}<add key="packed" value="{packages.Folder}" /></packageSources>
              <fallbackPackageFolders><clear /><add key="restored" value="{restored}" /></fallbackPackageFolders>
              <config><add key="globalPackagesFolder" value="./packages" /></config>
            </configuration>
            """);
        Write("App.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="{packageId}" Version="{packages.Version}" />
                {(packageId == "EFCore.Nedb" ? Design : "")}
              </ItemGroup>
            </Project>
            """);
        Write("Program.cs", program);
    }

    /// <summary>The version of EF Core that the tests were built with.</summary>
    public static string EfVersion => typeof(Microsoft.EntityFrameworkCore.DbContext).Assembly.GetName().Version!.ToString(3);

    /// <summary>Where the program is.</summary>
    public string Folder => _folder.Path;

    /// <summary>A path in the folder.</summary>
    public string this[string name] => _folder[name];

    /// <summary>Writes a file of the program.</summary>
    public void Write(string name, string text) => File.WriteAllText(_folder[name], text);

    /// <summary>Changes a file of the program.</summary>
    public void Replace(string name, string old, string now)
    {
        var text = File.ReadAllText(_folder[name]);
        Assert.Contains(old, text, StringComparison.Ordinal);
        Write(name, text.Replace(old, now, StringComparison.Ordinal));
    }

    /// <summary>Restores and compiles the program.</summary>
    public void Build() => Command.Dotnet(Folder, "build", "-v", "q", "-nologo").Succeeded();

    /// <summary>Runs the program as it was compiled last.</summary>
    public string Run(params string[] arguments) =>
        Command.Dotnet(Folder, [this["bin/Debug/net10.0/App.dll"], .. arguments]).Succeeded();

    public void Dispose() => _folder.Dispose();
}
