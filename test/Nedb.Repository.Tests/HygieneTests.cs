using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Nedb.Repository.Tests;

/// <summary>What must not stand in the repository.</summary>
public sealed partial class HygieneTests
{
    [Fact]
    public void Nothing_is_left_for_later()
    {
        var problems = Matches(LeftForLater(), "src", "samples", "benchmarks");
        Assert.Empty(problems);
    }

    [Fact]
    public void No_test_is_skipped_without_a_reason()
    {
        var problems = Checkout.SourceFiles("test")
            .SelectMany(file => Checkout.Parse(file).DescendantNodes().OfType<AttributeArgumentSyntax>()
                .Where(argument => argument.NameEquals?.Name.Identifier.Text == "Skip" && argument.Expression.ToString().Length < 20)
                .Select(argument => $"{file}: {argument}"));
        Assert.Empty(problems);
    }

    [Fact]
    public void The_engine_touches_the_operating_system_only_in_Io()
    {
        var problems = Matches(OperatingSystem(), "src/Nedb.Storage").Where(problem => !problem.StartsWith("src/Nedb.Storage/Io/", StringComparison.Ordinal));
        Assert.Empty(problems);
    }

    [Fact]
    public void The_engine_takes_time_and_chance_from_outside()
    {
        var problems = Matches(ClockOrChance(), "src/Nedb.Storage").Where(problem => !problem.StartsWith("src/Nedb.Storage/Io/", StringComparison.Ordinal));
        Assert.Empty(problems);
    }

    [Fact]
    public void No_region_hides_code() => Assert.Empty(Matches(Region(), "src", "test", "samples", "benchmarks"));

    [Fact]
    public void Every_relative_link_of_the_documents_leads_somewhere()
    {
        var problems = new List<string>();
        foreach (var document in Documents())
            foreach (Match link in Link().Matches(File.ReadAllText(document)))
            {
                var target = link.Groups["target"].Value.Split('#')[0];
                if (target.Length == 0 || target.Contains("://"))
                    continue;
                var path = Path.Combine(Path.GetDirectoryName(document)!, target);
                if (!File.Exists(path) && !Directory.Exists(path))
                    problems.Add($"{Path.GetRelativePath(Checkout.Root, document)}: {target}");
            }

        Assert.Empty(problems);
    }

    private static IEnumerable<string> Documents() =>
        Directory.EnumerateFiles(Checkout.Root, "*.md", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/bin/") && !file.Contains("/obj/"));

    private static IEnumerable<string> Matches(Regex pattern, params string[] folders) =>
        Checkout.SourceFiles(folders).SelectMany(file => Checkout.ReadLines(file)
            .Select((line, index) => (line, index))
            .Where(found => pattern.IsMatch(found.line))
            .Select(found => $"{file}({found.index + 1}): {found.line.Trim()}"));

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b|NotImplementedException")]
    private static partial Regex LeftForLater();

    [GeneratedRegex(@"(?<![\w.])(System\.IO\.)?(File|Directory|FileStream|RandomAccess|Path|FileInfo|DirectoryInfo)\.[A-Z]\w+\(|new FileStream\(")]
    private static partial Regex OperatingSystem();

    [GeneratedRegex(@"DateTime(Offset)?\.(UtcNow|Now)|new Random\(|Random\.Shared|Guid\.NewGuid|Thread\.Sleep|Task\.Delay|Environment\.TickCount")]
    private static partial Regex ClockOrChance();

    [GeneratedRegex(@"^\s*#(region|endregion)")]
    private static partial Regex Region();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();
}
