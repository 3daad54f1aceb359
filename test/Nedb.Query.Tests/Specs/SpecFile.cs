namespace Nedb.Query.Tests.Specs;

/// <summary>
/// A file of specifications. A case begins with <c>=== its name</c>, then come statements, then <c>---</c> and the rows of the last
/// statement,
/// each value as an NQL literal, with <c> | </c> between them; <c>columns: a, b</c> before the rows asks for the names too, and <c>error
/// Code: part of the
/// message</c> asks for a failure. The case called <c>setup</c> runs before each of the others, in a database of its own.
/// </summary>
internal sealed class SpecFile
{
    private SpecFile(string setup, List<SpecCase> cases)
    {
        Setup = setup;
        Cases = cases;
    }

    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Specs");

    public string Setup { get; }

    public List<SpecCase> Cases { get; }

    public static SpecFile Load(string name)
    {
        var setup = string.Empty;
        var cases = new List<SpecCase>();
        foreach (var block in File.ReadAllText(
            Path.Combine(Folder, name)).ReplaceLineEndings("\n").Split("\n=== ", StringSplitOptions.RemoveEmptyEntries))
        {
            var lines = block.Split('\n');
            var title = lines[0].Replace("===", string.Empty, StringComparison.Ordinal).Trim();
            var middle = Array.IndexOf(lines, "---");
            var end = middle < 0 ? lines.Length : middle;
            var script = string.Join('\n', lines[1..end]);
            if (title == "setup")
                setup = script;
            else if (middle >= 0)
                cases.Add(new(
                    title, script, [.. lines[(middle + 1)..].Select(static line => line.Trim()).Where(static line => line.Length > 0)]));
        }

        return new(setup, cases);
    }
}
