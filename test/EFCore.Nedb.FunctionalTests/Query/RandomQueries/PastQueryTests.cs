using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Nedb.EntityFrameworkCore.Query.RandomQueries;

/// <summary>
/// Random queries of the past give what they gave then, after everything was changed, deleted and made anew: with AsOf on each set, and with
/// the whole context in the past. LINQ to Objects over the original data is the judge, or, where EF itself departs from it, EF on a shop
/// whose present is that data.
/// </summary>
public sealed class PastQueryTests(PastFixture past, ShopFixture present) : IClassFixture<PastFixture>, IClassFixture<ShopFixture>
{
    private static readonly int Count = 120 * (int.TryParse(Environment.GetEnvironmentVariable("NEDB_TORTURE"), out var factor) ? factor : 1);

    [Fact]
    public void Random_queries_with_AsOf_give_what_they_gave_then() =>
        Compare(1_000_000, context => new World(
            "AsOf", context.Customers.AsOf(past.Seq), context.Products.AsOf(past.Seq), context.Orders.AsOf(past.Seq)));

    [Fact]
    public void Random_queries_of_a_context_in_the_past_give_what_they_gave_then() =>
        Compare(2_000_000, context =>
        {
            context.AsOf(past.Seq);
            return World.Of("past", context);
        });

    private void Compare(int firstSeed, Func<ShopContext, World> makeWorld)
    {
        var failures = new List<string>();
        var answered = 0;
        for (var seed = firstSeed; seed < firstSeed + Count; seed++)
        {
            using var context = past.Create();
            using var judge = present.CreateNedb();
            var actual = Ask(seed, makeWorld(context));
            answered += actual.StartsWith('!') ? 0 : 1;
            if (actual == Ask(seed, World.Of(past.Data)))
                continue;
            var expected = Ask(seed, World.Of("present", judge));
            if (actual != expected)
                failures.Add($"seed {seed}\n{actual}\n--- expected\n{expected}");
        }

        Assert.True(failures.Count == 0, $"{failures.Count} of {Count} queries failed:\n\n" + string.Join("\n\n", failures.Take(4)));
        Assert.True(answered > Count * 7 / 10, $"Only {answered} of {Count} queries were answered.");
    }

    private static string Ask(int seed, World world)
    {
        var generator = new QueryGenerator(seed, world);
        var rows = generator.MakeQuery();
        var (_, ask) = generator.MakeQuestion();
        try
        {
            var list = rows.ToList();
            list.Sort();
            var text = new StringBuilder();
            foreach (var row in list)
                text.Append(CultureInfo.InvariantCulture, $"{row.I}|{row.N}|{row.S}|{row.D + 0.00000m:0.#####}|{row.B}|{row.T:s}").AppendLine();
            var value = ask(rows);
            return text.Append(value is decimal number ? number.ToString("0.#####", CultureInfo.InvariantCulture) : Convert.ToString(value, CultureInfo.InvariantCulture))
                .ToString();
        }
        catch (Exception failure) when (world.Name != "LINQ to Objects")
        {
            return "!" + failure.GetType().Name;
        }
    }
}
