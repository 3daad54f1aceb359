using Nedb.Packages.Tests.Packing;
using Nedb.Testing;

namespace Nedb.Packages.Tests.Consumers;

[Collection(PackageCollection.Name)]
public sealed class ConsumerTests(LocalPackages packages)
{
    [Fact]
    public void The_program_in_the_readme_of_the_provider_runs_from_its_package()
    {
        using var project = new ConsumerProject(packages, "EFCore.Nedb", ProgramIn("src/EFCore.Nedb/README.md"));
        project.Build();

        Assert.Equal(["20", "2", "True"], LinesOf(project.Run()));

        Assert.True(Directory.Exists(project["shop"]));
    }

    [Fact]
    public void The_program_in_the_readme_of_ADO_NET_runs_from_its_package()
    {
        using var project = new ConsumerProject(
            packages, "Nedb.Data", "using Nedb.Data;\n" + ProgramIn("src/Nedb.Data/README.md"));
        project.Build();

        Assert.Equal(["30"], LinesOf(project.Run()));

        Assert.False(File.Exists(project["bin/Debug/net10.0/EFCore.Nedb.dll"]));
    }

    private static string[] LinesOf(string output) => output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static string ProgramIn(string readme) =>
        File.ReadAllText(RepositoryFolder.Find(readme)).Split("```csharp")[1].Split("```")[0];
}
