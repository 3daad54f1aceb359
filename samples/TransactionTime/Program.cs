using Microsoft.EntityFrameworkCore;
using Nedb.Samples.TransactionTime;

// What stood in the database then, what did each row ever look like, and what changed in between?
using var db = new Shop();
db.Database.EnsureCreated();

var tea = new Product { Name = "tea", Price = 3 };
var salt = new Product { Name = "salt", Price = 1 };
db.AddRange(tea, salt);
db.SaveChanges();
var monday = db.Database.Nedb().Seq;

tea.Price = 4;
db.Remove(salt);
db.SaveChanges();
var tuesday = db.Database.Nedb().Seq;

Console.WriteLine("On Monday:");
foreach (var product in db.Products.AsOf(monday).OrderBy(p => p.Name))
    Console.WriteLine($"  {product.Name} {product.Price}");

Console.WriteLine("Every version of everything, the deleted too:");
foreach (var version in db.Products.History().OrderBy(v => v.Seq))
    Console.WriteLine($"  seq {version.Seq}: {version.Entity?.Name ?? $"the end of {version.Key}"} {version.Entity?.Price}");

Console.WriteLine("From Monday to Tuesday:");
foreach (var change in db.Products.Changes(monday, tuesday))
    Console.WriteLine($"  {change.Action} {change.Before?.Name} {change.Before?.Price} -> {change.After?.Price}");

Console.WriteLine("Every price above 2 that ever was:");
foreach (var product in db.Products.TemporalAll().Where(p => p.Price > 2).OrderBy(p => EF.Functions.Seq(p)))
    Console.WriteLine($"  {product.Name} {product.Price}");

// Everything that the context reads, at once.
using (db.AsOf(monday))
    Console.WriteLine($"On Monday there were {db.Products.Count()} products, and salt cost {db.Products.Find(salt.Id)!.Price}.");
