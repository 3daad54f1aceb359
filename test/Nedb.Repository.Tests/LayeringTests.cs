using System.Xml.Linq;

namespace Nedb.Repository.Tests;

/// <summary>A floor knows only the floors below it. The compiler holds it, as long as the project files say what they should.</summary>
public sealed class LayeringTests
{
    private static readonly string[] Floors = ["Nedb.Storage", "Nedb.Query", "Nedb.Data", "EFCore.Nedb"];

    [Fact]
    public void Every_project_reference_points_down()
    {
        for (var floor = 0; floor < Floors.Length; floor++)
            foreach (var reference in References(Floors[floor], "ProjectReference").Select(Path.GetFileNameWithoutExtension))
                Assert.Contains(reference, Floors[..floor]);
    }

    [Fact]
    public void Only_the_provider_knows_Entity_Framework()
    {
        foreach (var floor in Floors[..3])
            Assert.DoesNotContain(References(floor, "PackageReference"), package => package.Contains("EntityFrameworkCore"));
    }

    [Fact]
    public void The_provider_speaks_to_the_query_floor_only_through_ADO_NET() =>
        Assert.DoesNotContain(References("EFCore.Nedb", "ProjectReference"), reference => reference.Contains("Nedb.Query"));

    [Fact]
    public void Projects_do_not_see_what_their_references_refer_to() =>
        Assert.Contains("<DisableTransitiveProjectReferences>true<", Checkout.Read("Directory.Build.props"));

    [Fact]
    public void Nobody_below_the_provider_opens_its_internals_to_the_floor_above()
    {
        foreach (var floor in Floors)
            foreach (var friend in References(floor, "InternalsVisibleTo"))
                Assert.DoesNotContain(friend, Floors);
    }

    [Fact]
    public void Package_versions_live_in_one_place()
    {
        foreach (var project in Directory.EnumerateFiles(Checkout.Root, "*.csproj", SearchOption.AllDirectories))
            Assert.DoesNotContain(XDocument.Load(project).Descendants("PackageReference"), package => package.Attribute("Version") is not null);
    }

    private static List<string> References(string floor, string kind) =>
        [.. XDocument.Load(Path.Combine(Checkout.Root, "src", floor, floor + ".csproj")).Descendants(kind)
            .Select(reference => reference.Attribute("Include")!.Value.Replace('\\', '/'))];
}
