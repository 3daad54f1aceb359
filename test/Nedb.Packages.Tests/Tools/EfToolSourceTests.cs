using Nedb.Packages.Tests.Packing;
using Nedb.Packages.Tests.Processes;

namespace Nedb.Packages.Tests.Tools;

/// <summary>What changes a program; each test has one of its own.</summary>
[Collection(PackageCollection.Name)]
public sealed class EfToolSourceTests(LocalPackages packages)
{
    [EfToolFact]
    public void A_migration_is_added_for_a_changed_model_and_removed_again()
    {
        using var tool = ToolProject.Copy(packages);
        tool.Project.Replace("Program.cs", "public string? Note { get; set; }", "public string? Note { get; set; } public int Rank { get; set; }");
        tool.Project.Build();
        Assert.NotEqual(0, tool.TryEf("migrations has-pending-model-changes --no-build").ExitCode);

        tool.Ef("migrations add Third --no-build");
        var third = Directory.GetFiles(tool.Project["Migrations"], "*_Third.cs").Single();
        Assert.Contains("name: \"Rank\"", File.ReadAllText(third), StringComparison.Ordinal);
        tool.Project.Build();
        tool.Ef("database update --no-build");
        Assert.Contains("0 orders of 1 customers", tool.Project.Run(), StringComparison.Ordinal);
        Assert.NotEqual(0, tool.TryEf("migrations remove --no-build").ExitCode);
        tool.Ef("migrations remove --force --no-build");

        Assert.Empty(Directory.GetFiles(tool.Project["Migrations"], "*_Third*"));
        Assert.DoesNotContain("Rank", File.ReadAllText(tool.Project["Migrations/ShopModelSnapshot.cs"]), StringComparison.Ordinal);
    }

    [EfToolFact]
    public void A_database_becomes_a_context_that_makes_the_same_database()
    {
        using var tool = ToolProject.Copy(packages);
        tool.Ef("database update --no-build");

        tool.Ef($"dbcontext scaffold {tool.Project["shop"]} EFCore.Nedb --no-build --context-dir Again -o Again -c Again -n App.Scaffolded");
        tool.Project.Build();

        var original = Statements(tool.Ef("dbcontext script --no-build -c Shop"));
        var again = Statements(tool.Ef("dbcontext script --no-build -c Again"));
        // A model of existing data has no seeds, and what EF knows of a database has no checks.
        Assert.Equal(
            original.Where(statement => !statement.StartsWith("INSERT", StringComparison.Ordinal))
                .Select(statement => statement.Replace("\n    CONSTRAINT CK_Total CHECK (Total >= 0m),", "", StringComparison.Ordinal)),
            again);
        Assert.Contains("HasValidTime", File.ReadAllText(tool.Project["Again/Again.cs"]), StringComparison.Ordinal);
        Assert.Contains("IsSearchIndex", File.ReadAllText(tool.Project["Again/Again.cs"]), StringComparison.Ordinal);
    }

    [EfToolFact]
    public void A_compiled_model_is_found_and_used()
    {
        using var tool = ToolProject.Copy(packages);
        tool.Ef("database update --no-build");
        Assert.Contains("model of RuntimeModel", tool.Project.Run(), StringComparison.Ordinal);

        tool.Ef("dbcontext optimize --no-build -o Compiled -n App.Compiled");
        tool.Project.Build();

        var output = tool.Project.Run("add");
        Assert.Contains("1 orders of 1 customers", output, StringComparison.Ordinal);
        Assert.Contains("model of ShopModel", output, StringComparison.Ordinal);
    }

    [BundleFact]
    public void A_bundle_migrates_without_the_program()
    {
        using var tool = ToolProject.Copy(packages, isOnline: true);
        tool.Ef("migrations bundle --no-build --verbose -o bundle.exe");
        var folder = tool.Project["bundled"];

        Command.Run(tool.Project["bundle.exe"], tool.Project.Folder, "--connection", folder).Succeeded();

        Assert.DoesNotContain("Pending", tool.Ef($"migrations list --no-build --connection {folder}"), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Statements(string script) =>
        script.ReplaceLineEndings("\n").Split(";\n", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal);
}
