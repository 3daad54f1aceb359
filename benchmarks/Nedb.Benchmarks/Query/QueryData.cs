namespace Nedb.Benchmarks.Query;

/// <summary>The rows of a shop, the same for every database: all from their numbers, so that nothing needs to be kept.</summary>
internal sealed class QueryData(int scale)
{
    private static readonly string[] Countries = ["DE", "FR", "IT", "ES", "PL", "NL", "SE", "AT", "CZ", "PT"];
    private static readonly string[] Words = ["blue", "red", "small", "large", "old", "new", "light", "heavy", "plain", "fine"];

    public int Customers => 500 * scale;

    public int Products => 200 * scale;

    public int Orders => 5_000 * scale;

    public int Items => 15_000 * scale;

    /// <summary>The orders that are refunded one by one after everything was loaded.</summary>
    public const int Refunds = 200;

    public object[] Customer(int id) =>
        [id, $"Customer {id:000000}", Countries[id * 7 % Countries.Length], $"customer{id}@example.org", id % 10 != 0, Day(id)];

    public object[] Product(int id) =>
        [id, $"{Words[id % 10]} {Words[id / 10 % 10]} thing {id}", "category " + id % 20, id * 37 % 500 * 0.25m];

    /// <summary>Ten columns of the usual kinds.</summary>
    public object[] Order(int id) =>
    [
        id, 1 + id * 31 % Customers, $"ORD-{id:00000000}", "Order of customer " + (1 + id * 31 % Customers),
        $"{id % 977 + 1} Long Street, District {id % 31:00}, Somewhere", id * 13 % 10_000 * 1.25m, id * 7 % 100,
        Day(id), id % 3 == 0, id % 4 == 0 ? "open" : "paid",
    ];

    public object[] Item(int id) =>
        [id, 1 + (id - 1) / 3, 1 + id * 17 % Products, 1 + id % 5, id * 11 % 400 * 0.25m, id * 3 % 1_000 / 8.0, id % 7];

    public int RefundedOrder(int number) => 1 + number * (Orders / Refunds);

    /// <summary>A text of 20 words, of which some are frequent and most are rare.</summary>
    public static string Text(int id)
    {
        var random = new Random(id);
        var words = new string[20];
        for (var i = 0; i < words.Length; i++)
            words[i] = "word" + (int)(5_000 * Math.Pow(random.NextDouble(), 3));
        return string.Join(' ', words);
    }

    private static DateTime Day(int id) => new DateTime(2024, 1, 1).AddSeconds((long)id * 7919 % 31_536_000);
}
