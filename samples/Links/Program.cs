using Microsoft.EntityFrameworkCore;
using Nedb.Samples.Links;

// Relations without a property or a table of their own, followed as far as wanted, now or then.
using var db = new Network();
db.Database.EnsureCreated();

var (ann, bob, cat) = (new Person { Id = "ann" }, new Person { Id = "bob" }, new Person { Id = "cat" });
db.AddRange(ann, bob, cat);
db.SaveChanges();
db.Link(ann, "follows", bob);
db.Link(bob, "follows", cat);
var before = db.Database.Nedb().Seq;
db.Unlink(bob, "follows", cat);

var start = db.People.Where(p => p.Id == "ann");
Console.WriteLine($"ann follows {string.Join(", ", start.Traverse<Person>("follows").Select(p => p.Id))}");
Console.WriteLine($"over two steps she followed {string.Join(", ", start.AsOf(before).Traverse<Person>("follows", 2).Select(p => p.Id))}");
Console.WriteLine($"bob is followed by {string.Join(", ", db.People.Where(p => p.Id == "bob").TraverseBack<Person>("follows").Select(p => p.Id))}");
