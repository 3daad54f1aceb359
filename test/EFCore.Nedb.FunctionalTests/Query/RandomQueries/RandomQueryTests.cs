using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Nedb.EntityFrameworkCore.Query.RandomQueries;

/// <summary>
/// Random LINQ queries give on Nedb what LINQ to Objects gives, or, where EF itself departs from it, what EF gives on SQLite; and what Nedb fails to run, SQLite fails to
/// run too. The number of queries can be set by the environment variable NEDB_RANDOM_QUERIES, and the first seed by NEDB_RANDOM_SEED.
/// </summary>
public sealed class RandomQueryTests(ShopFixture fixture) : IClassFixture<ShopFixture>
{
    private const int ShortCount = 2_000;
    private const int MaxShown = 8;

    [Fact]
    public void Random_queries_give_what_LINQ_to_Objects_gives()
    {
        var count = Number("NEDB_RANDOM_QUERIES", ShortCount);
        var first = Number("NEDB_RANDOM_SEED", 1);
        var failures = new List<string>();
        var translated = 0;
        for (var seed = first; seed < first + count; seed++)
        {
            using var nedb = fixture.CreateNedb();
            using var sqlite = fixture.CreateSqlite();
            var isTranslated = Run(seed, nedb, sqlite, failures);
            translated += isTranslated ? 1 : 0;
        }

        Assert.True(failures.Count == 0, $"{failures.Count} of {count} queries failed:\n\n" + string.Join("\n\n", failures.Take(MaxShown)));
        // EF refuses a few shapes for every provider; more than that would mean that the test tests nothing.
        Assert.True(translated > count * 7 / 10, $"Only {translated} of {count} queries were translated.");
    }

    private bool Run(int seed, ShopContext nedb, ShopContext sqlite, List<string> failures)
    {
        var expected = Ask(seed, World.Of(fixture.Data));
        var actual = Ask(seed, World.Of("Nedb", nedb));
        if (actual.Answer == expected.Answer)
            return true;
        var judge = Ask(seed, World.Of("SQLite", sqlite));
        if (actual.IsFailure && judge.IsFailure)
            return false;
        if (actual.Answer == judge.Answer)
            return true;
        var text = new QueryGenerator(seed, World.Of("Nedb", nedb)).MakeQuery().ToQueryString();
        failures.Add(
            $"seed {seed}: {expected.Question}\n{text}\n--- LINQ to Objects\n{expected.Answer}\n--- Nedb\n{actual.Answer}\n--- SQLite\n{judge.Answer}");
        return true;
    }

    private static Outcome Ask(int seed, World world)
    {
        var generator = new QueryGenerator(seed, world);
        var rows = generator.MakeQuery();
        var (name, ask) = generator.MakeQuestion();
        try
        {
            return new("rows and " + name, Show(rows, ask(rows)), false);
        }
        catch (Exception failure) when (world.Name != "LINQ to Objects")
        {
            return new("rows and " + name, failure.GetType().Name + ": " + failure.Message, true);
        }
    }

    private static string Show(IQueryable<Row> rows, object? value)
    {
        var list = rows.ToList();
        list.Sort();
        var text = new StringBuilder();
        foreach (var row in list)
            text.Append(CultureInfo.InvariantCulture, $"{row.I}|{row.N}|{row.S ?? "null"}|{row.D + 0.00000m:0.#####}|{row.B}|{row.T:s}").AppendLine();
        var shown = value is decimal number ? number.ToString("0.#####", CultureInfo.InvariantCulture) : Convert.ToString(value, CultureInfo.InvariantCulture);
        return text.Append("= ").Append(shown).ToString();
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    private sealed record Outcome(string Question, string Answer, bool IsFailure);
}
