using System.Text.RegularExpressions;
using Nedb.Query.Functions;
using Nedb.Query.Syntax;

namespace Nedb.Query.Tests.Functions;

/// <summary>The reference in docs/nql.md is true: what it shows is computed, and what it writes is parsed.</summary>
public sealed partial class ReferenceTests
{
    private static readonly string Text = File.ReadAllText(FindReference());

    public static TheoryData<string, string> Examples()
    {
        var examples = new TheoryData<string, string>();
        foreach (Match row in ExampleRow().Matches(Text))
            examples.Add(row.Groups[1].Value, row.Groups[2].Value);
        return examples;
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_gives_what_the_reference_says(string expression, string result) =>
        Assert.Equal(Calculator.Show(Calculator.Compute(result)), Calculator.Show(Calculator.Compute(expression)));

    [Fact]
    public void Every_block_of_statements_is_parsed()
    {
        var blocks = StatementBlock().Matches(Text);
        Assert.True(blocks.Count > 5);
        foreach (Match block in blocks)
            Assert.NotEmpty(Parser.ParseScript(block.Groups[1].Value).Statements);
    }

    [Fact]
    public void Every_function_is_named_in_the_reference()
    {
        var names = FunctionRegistry.AllScalars.Select(function =>
            function.Name).Concat(FunctionRegistry.AllAggregates.Select(function => function.Name));
        string[] missing = [.. names.Where(name => !Regex.IsMatch(Text, $"[`(, ]{name}[`(]"))];
        Assert.Empty(missing);
    }

    private static string FindReference()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "EFCore.Nedb.sln")))
            folder = folder.Parent;
        return Path.Combine(folder!.FullName, "docs", "nql.md");
    }

    [GeneratedRegex(@"^\| `((?:CAST|[a-z_0-9]+)\(.*\))` \| `(.*)` \|\r?$", RegexOptions.Multiline)]
    private static partial Regex ExampleRow();

    [GeneratedRegex("```nql\r?\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex StatementBlock();
}
