using Microsoft.EntityFrameworkCore;
using Nedb.Samples.ValidTime;

// When was it true, and what did we know about that day at another time? Periods are half-open: the end is the first day after.
using var db = new Shop();
db.Database.EnsureCreated();

db.Add(new Price { Item = "tea", From = new(2024, 1, 1), Amount = 3 });
db.SaveChanges();
var first = db.Database.Nedb().Seq;

// In summer tea is cheaper. What sticks out of the summer stays as it is.
var (june, september) = (new DateOnly(2024, 6, 1), new DateOnly(2024, 9, 1));
db.Prices.ForPortionOf(june, september).Where(p => p.Item == "tea").Update(price => price.Amount = 2);
db.SaveChanges();

Console.WriteLine("The prices of tea:");
foreach (var price in db.Prices.OrderBy(p => p.From))
    Console.WriteLine($"  {price.From:yyyy-MM-dd} to {price.To?.ToString("yyyy-MM-dd") ?? "the end of time"}: {price.Amount}");

var july = new DateOnly(2024, 7, 15);
Console.WriteLine($"In July it costs {db.Prices.ValidAsOf(july).Single().Amount}.");
Console.WriteLine($"Before the change we would have said {db.Prices.AsOf(first).ValidAsOf(july).Single().Amount}.");
Console.WriteLine($"In spring and summer there are {db.Prices.ValidBetween(new(2024, 3, 1), september).Count()} prices.");
