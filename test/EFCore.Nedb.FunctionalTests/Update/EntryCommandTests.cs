using Microsoft.EntityFrameworkCore;
using Nedb.EntityFrameworkCore.Infrastructure;

namespace Nedb.EntityFrameworkCore.Update;

public sealed class EntryCommandTests : IDisposable
{
    // Measured: 2,200.
    private const long MostBytes = 3_000;

    private readonly TestDatabase _database = new();
    private readonly TestDatabase _other = new();

    public void Dispose()
    {
        _database.Dispose();
        _other.Dispose();
    }

    [Theory]
    [InlineData(typeof(Label), true)]
    [InlineData(typeof(Order), true)]
    [InlineData(typeof(Cat), true)] // shares its collection, but no document
    [InlineData(typeof(Customer), false)] // has parts, JSON, and refers to itself
    public void Only_types_with_documents_of_their_own_do_without_commands_of_columns(Type type, bool isSimple)
    {
        using var db = new ShopContext(_database.OptionsFor<ShopContext>());
        Assert.Equal(isSimple, EntryWriter.Find(db.Model.FindEntityType(type)!) is not null);
    }

    /// <summary>A least size of batches makes EF prepare every save itself.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Random_saves_write_the_same_as_through_the_commands_of_EF(int seed)
    {
        var own = Save(_database.OptionsFor<ShopContext>(), seed);
        var prepared = Save(_other.OptionsFor<ShopContext>(nedb => nedb.MinBatchSize(2)), seed);
        Assert.NotEmpty(own);
        Assert.Equal(prepared, own);
    }

    [Fact]
    public void A_changed_document_that_is_gone_takes_back_the_whole_save_and_names_its_entry()
    {
        var options = _database.OptionsFor<ShopContext>();
        using var db = new ShopContext(options);
        db.Database.EnsureCreated();
        var cats = Enumerable.Range(0, 3).Select(i => new Cat { Name = $"cat {i}" }).ToList();
        db.AddRange(cats);
        db.SaveChanges();
        using (var other = new ShopContext(options))
            other.Animals.Where(animal => animal.Id == cats[1].Id).ExecuteDelete();
        var seq = db.Database.Nedb().Seq;

        foreach (var cat in cats)
            cat.Lives = 7;
        var refused = Assert.Throws<DbUpdateConcurrencyException>(() => db.SaveChanges());

        Assert.Same(cats[1], Assert.Single(refused.Entries).Entity);
        Assert.Equal(seq, db.Database.Nedb().Seq);
    }

    [Fact]
    public void Saving_allocates_a_few_kilobytes_an_entity()
    {
        using (var db = new ShopContext(_database.OptionsFor<ShopContext>()))
            db.Database.EnsureCreated();
        SaveLabels("a");
        Assert.InRange(SaveLabels("b"), 0, MostBytes);

        long SaveLabels(string prefix)
        {
            const int Count = 1_000;
            using var db = new ShopContext(_database.OptionsFor<ShopContext>());
            for (var i = 0; i < Count; i++)
                db.Add(new Label { Id = $"{prefix}{i:0000}" });
            var before = GC.GetAllocatedBytesForCurrentThread();
            db.SaveChanges();
            return (GC.GetAllocatedBytesForCurrentThread() - before) / Count;
        }
    }

    private static List<string> Save(DbContextOptions<ShopContext> options, int seed)
    {
        var random = new Random(seed);
        using (var db = new ShopContext(options))
        {
            db.Database.EnsureCreated();
            db.Add(new Customer { Name = "Ada" });
            db.SaveChanges();
        }

        for (var save = 0; save < 8; save++)
        {
            using var db = new ShopContext(options);
            if (save % 2 == 0)
                AddSome(db, random);
            else
                ChangeSome(db, random);
            db.SaveChanges();
        }

        using var read = new ShopContext(options);
        return
        [
            .. read.Animals.OrderBy(a => a.Id).AsEnumerable().Select(a => $"{a.Id} {a.Name} {(a as Cat)?.Lives} {(a as Dog)?.Trick}"),
            .. read.Orders.OrderBy(o => o.Id).AsEnumerable().Select(o => $"{o.Id} {o.Total} {o.At} {o.CustomerId}"),
            .. read.Labels.OrderBy(l => l.Id).Select(l => l.Id),
            .. read.Animals.History().OrderBy(v => v.Seq).Select(v => $"{v.Seq} {v.Entity!.Id}").AsEnumerable(),
        ];
    }

    private static void AddSome(ShopContext db, Random random)
    {
        for (var i = random.Next(1, 8); i > 0; i--)
            switch (random.Next(4))
            {
                case 0:
                    db.Add(new Label { Id = random.Next().ToString("x8", null) });
                    break;
                case 1:
                    db.Add(new Cat { Name = $"cat {random.Next(100)}", Lives = random.Next(9) });
                    break;
                case 2:
                    db.Add(new Dog { Name = $"dog {random.Next(100)}", Trick = random.Next(2) == 0 ? null : "sit" });
                    break;
                default:
                    var bytes = new byte[16];
                    random.NextBytes(bytes);
                    db.Add(new Order { Id = new Guid(bytes), CustomerId = 1, Total = random.Next(1_000) / 4m, At = DateTimeOffset.UnixEpoch });
                    break;
            }
    }

    private static void ChangeSome(ShopContext db, Random random)
    {
        foreach (var cat in db.Set<Cat>().OrderBy(cat => cat.Id))
            if (random.Next(2) == 0)
                cat.Lives = random.Next(9);
        foreach (var order in db.Orders.OrderBy(order => order.Id))
            if (random.Next(2) == 0)
                order.Total += 1;
    }
}
