using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;
using Nedb.Packages.Tests.Processes;
using Nedb.Testing;
using Nedb.Testing.Io;

namespace Nedb.Packages.Tests.Packing;

[Collection(PackageCollection.Name)]
public sealed class PackageTests(LocalPackages packages)
{
    public static TheoryData<string> Projects => [.. LocalPackages.Projects];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_package_carries_its_assembly_with_documentation_a_readme_an_icon_and_the_licence(string project)
    {
        using var package = ZipFile.OpenRead(packages.Find(project, "nupkg"));

        foreach (var name in (string[])["README.md", "LICENSE", "icon.png", $"lib/net10.0/{project}.dll", $"lib/net10.0/{project}.xml"])
            Assert.True(package.GetEntry(name) is { Length: > 0 }, $"{name} is missing.");
        var metadata = MetadataOf(package);
        Assert.Equal(project, Text(metadata, "id"));
        Assert.Equal("MIT", Text(metadata, "license"));
        Assert.Equal("README.md", Text(metadata, "readme"));
        Assert.Equal("icon.png", Text(metadata, "icon"));
        Assert.False(string.IsNullOrWhiteSpace(Text(metadata, "description")));
        Assert.StartsWith($"# {project}\n", Read(package, "README.md"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_package_depends_on_the_floors_below_it_and_on_no_tool()
    {
        using var package = ZipFile.OpenRead(packages.Find("EFCore.Nedb", "nupkg"));

        var dependencies = MetadataOf(package).Descendants().Where(element => element.Name.LocalName == "dependency")
            .ToDictionary(element => element.Attribute("id")!.Value, element => element.Attribute("version")!.Value);

        Assert.Equal(packages.Version, dependencies["Nedb.Data"]);
        Assert.Equal(packages.Version, dependencies["Nedb.Storage"]);
        Assert.EndsWith(", 11.0.0)", dependencies["Microsoft.EntityFrameworkCore.Relational"], StringComparison.Ordinal);
        Assert.DoesNotContain("Microsoft.EntityFrameworkCore.Design", dependencies.Keys);
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void The_symbols_are_those_of_the_assembly(string project)
    {
        using var package = ZipFile.OpenRead(packages.Find(project, "nupkg"));
        using var symbols = ZipFile.OpenRead(packages.Find(project, "snupkg"));
        using var assembly = new PEReader(Copy(package, $"lib/net10.0/{project}.dll"));
        using var pdb = MetadataReaderProvider.FromPortablePdbStream(Copy(symbols, $"lib/net10.0/{project}.pdb"));

        var wanted = assembly.ReadCodeViewDebugDirectoryData(
            assembly.ReadDebugDirectory().Single(entry => entry.Type == DebugDirectoryEntryType.CodeView));

        Assert.Equal(wanted.Guid, new BlobContentId(pdb.GetMetadataReader().DebugMetadataHeader!.Id).Guid);
        Assert.True(pdb.GetMetadataReader().Documents.Count > 10);
    }

    [Fact]
    public void Sources_are_found_where_the_repository_is_published()
    {
        // This checkout may have been published nowhere, so one that was is made, with what the packages get from the repository.
        using var folder = new TempFolder();
        foreach (var file in (string[])["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "LICENSE", "eng/package/icon.png"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder[file])!);
            File.Copy(RepositoryFolder.Find(file), folder[file]);
        }

        Directory.CreateDirectory(folder["Small"]);
        File.WriteAllText(folder["Small/README.md"], "# Small\n");
        File.WriteAllText(folder["Small/Small.cs"], "/// <summary>Nothing.</summary>\npublic static class Small;\n");
        File.WriteAllText(
            folder["Small/Small.csproj"],
            """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><IsPackable>true</IsPackable></PropertyGroup></Project>""");
        foreach (var arguments in (string[])["init -q", "remote add origin https://github.com/example/nedb.git", "add -A",
            "-c user.name=a -c user.email=a@example.org commit -q -m first"])
            Command.Run("git", folder.Path, arguments.Split(' ')).Succeeded();

        Command.Dotnet(folder["Small"], "pack", "-o", folder["out"], "-v", "q").Succeeded();

        using var package = ZipFile.OpenRead(Directory.GetFiles(folder["out"], "*.nupkg").Single());
        var repository = MetadataOf(package).Descendants().Single(element => element.Name.LocalName == "repository");
        Assert.Equal("https://github.com/example/nedb.git", repository.Attribute("url")!.Value);
        using var symbols = ZipFile.OpenRead(Directory.GetFiles(folder["out"], "*.snupkg").Single());
        using var pdb = MetadataReaderProvider.FromPortablePdbStream(Copy(symbols, "lib/net10.0/Small.pdb"));
        var reader = pdb.GetMetadataReader();
        var links = reader.CustomDebugInformation.Select(reader.GetCustomDebugInformation)
            .Single(found => reader.GetGuid(found.Kind) == new Guid("CC110556-A091-4D38-9FEC-25AB9A351A6A"));
        Assert.Contains(
            $"https://raw.githubusercontent.com/example/nedb/{repository.Attribute("commit")!.Value}/*",
            System.Text.Encoding.UTF8.GetString(reader.GetBlobBytes(links.Value)),
            StringComparison.Ordinal);
    }

    private static XElement MetadataOf(ZipArchive package)
    {
        using var nuspec = package.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        return XDocument.Load(nuspec).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
    }

    private static string? Text(XElement metadata, string name) =>
        metadata.Elements().SingleOrDefault(element => element.Name.LocalName == name)?.Value;

    private static string Read(ZipArchive package, string name)
    {
        using var reader = new StreamReader(package.GetEntry(name)!.Open());
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    private static MemoryStream Copy(ZipArchive package, string name)
    {
        var copy = new MemoryStream();
        using (var entry = package.GetEntry(name)!.Open())
            entry.CopyTo(copy);
        copy.Position = 0;
        return copy;
    }
}
