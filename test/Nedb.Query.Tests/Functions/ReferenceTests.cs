using System.Text;
using System.Text.RegularExpressions;
using Nedb.Query.Functions;
using Nedb.Query.Syntax;
using Nedb.Query.Tests.Specs;
using Nedb.Storage.Values;

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
    public void A_plan_does_what_the_reference_shows()
    {
        var example = PlanExample().Match(Text);
        using var database = new TestDatabase();
        using var result = database.Execute(example.Groups[1].Value);
        Assert.True(result.Columns.Count > 0);
        string[] shown = ["step", "detail", "starts", "rows", "spilled"];
        string[] names = [.. result.Columns.Select(static column => column.Name)];
        var found = new StringBuilder();
        var held = 0L;
        while (result.Read())
        {
            found.Append("| ").AppendJoin(" | ", shown.Select(name => Show(result.GetValue(Array.IndexOf(names, name))))).Append(" |\n");
            held += result.GetInt64(Array.IndexOf(names, "memory"));
        }

        Assert.Equal(example.Groups[2].Value.ReplaceLineEndings("\n"), found.ToString());
        Assert.True(held > 0);

        static string Show(NedbValue value) => value.Kind == ValueKind.String ? value.AsString().Trim() : value.ToString();
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

    [GeneratedRegex(@"```nql\r?\n([^`]*EXPLAIN ANALYZE[^`]*)```\s+\| step .*\r?\n\| ---.*\r?\n((?:\|.*\n)+)")]
    private static partial Regex PlanExample();

    [GeneratedRegex("```nql\r?\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex StatementBlock();
}
