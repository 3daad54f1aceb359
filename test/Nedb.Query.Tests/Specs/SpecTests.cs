namespace Nedb.Query.Tests.Specs;

public sealed class SpecTests
{
    public static TheoryData<string, string> Cases()
    {
        var data = new TheoryData<string, string>();
        foreach (var path in Directory.GetFiles(SpecFile.Folder, "*.nqltest").Order(StringComparer.Ordinal))
        {
            var file = Path.GetFileName(path);
            foreach (var item in SpecFile.Load(file).Cases)
                data.Add(file, item.Title);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_query_answers_as_specified(string file, string title)
    {
        var spec = SpecFile.Load(file);
        var item = spec.Cases.Single(candidate => candidate.Title == title);
        using var database = new TestDatabase();
        database.Run(spec.Setup);
        Assert.Equal(item.Expected, database.Answer(item.Script, withColumns: item.Expected is [var first, ..]
            && first.StartsWith("columns:", StringComparison.Ordinal), item.Expected));
    }
}
