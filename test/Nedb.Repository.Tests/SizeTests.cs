using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Nedb.Repository.Tests;

/// <summary>Budgets of size. The lists of exceptions may only shrink.</summary>
public sealed class SizeTests
{
    private const int FileLinesMax = 600;
    private const int MethodLinesMax = 70;
    private const int LineCharactersMax = 140;

    // Tables: a switch or a registry with one line an entry is read as a table, and splitting it would hide what is missing.
    private static readonly HashSet<string> LongMethods = [];

    [Fact]
    public void No_file_is_longer_than_600_lines() =>
        Assert.Empty(Checkout.SourceFiles("src", "test", "samples", "benchmarks")
            .Select(file => (File: file, Lines: Checkout.ReadLines(file).Length))
            .Where(found => found.Lines > FileLinesMax)
            .Select(found => $"{found.File}: {found.Lines} lines"));

    [Fact]
    public void No_line_is_longer_than_140_characters() =>
        Assert.Empty(Checkout.SourceFiles("src")
            .SelectMany(file => Checkout.ReadLines(file).Select((line, index) => (File: file, Line: index + 1, line.Length)))
            .Where(found => found.Length > LineCharactersMax)
            .Select(found => $"{found.File}({found.Line}): {found.Length} characters"));

    [Fact]
    public void No_method_is_longer_than_70_lines() =>
        Assert.Empty(Checkout.SourceFiles("src").SelectMany(LongMethodsOf).Where(method => !LongMethods.Contains(method.Name))
            .Select(method => $"{method.Name}: {method.Lines} lines"));

    [Fact]
    public void A_file_holds_one_top_level_type_and_is_named_after_it()
    {
        var problems = new List<string>();
        foreach (var file in Checkout.SourceFiles("src"))
        {
            var types = Checkout.Parse(file).DescendantNodes(node => node is not TypeDeclarationSyntax)
                .OfType<MemberDeclarationSyntax>()
                .Where(member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax)
                .ToList();
            var expected = Path.GetFileNameWithoutExtension(file).Split('.')[0];
            if (types.Count > 1)
                problems.Add($"{file}: {types.Count} top-level types");
            else if (types is [BaseTypeDeclarationSyntax type] && type.Identifier.Text != expected)
                problems.Add($"{file}: holds {type.Identifier.Text}");
        }

        Assert.Empty(problems);
    }

    [Fact]
    public void No_folder_of_the_product_has_a_name_that_says_nothing()
    {
        string[] empty = ["Core", "Common", "Utils", "Utilities", "Helpers", "Managers", "Services", "Misc", "Shared"];
        Assert.DoesNotContain(
            Checkout.SourceFiles("src").Select(file => Path.GetDirectoryName(file)!).Distinct(),
            folder => folder.Split('/').Any(empty.Contains));
    }

    private static IEnumerable<(string Name, int Lines)> LongMethodsOf(string file)
    {
        foreach (var method in Checkout.Parse(file).DescendantNodes().OfType<BaseMethodDeclarationSyntax>())
        {
            SyntaxNode? body = method.Body is not null ? method.Body : method.ExpressionBody;
            if (body is null)
                continue;
            var span = body.GetLocation().GetLineSpan();
            var lines = span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
            if (lines > MethodLinesMax)
                yield return ($"{file} {(method as MethodDeclarationSyntax)?.Identifier.Text ?? "constructor"}", lines);
        }
    }
}
