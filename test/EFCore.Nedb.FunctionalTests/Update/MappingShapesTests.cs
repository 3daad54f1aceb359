using Microsoft.EntityFrameworkCore;
using Nedb.EntityFrameworkCore.Infrastructure;

namespace Nedb.EntityFrameworkCore.Update;

public sealed class MappingShapesTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Theory]
    [InlineData("TPH")]
    [InlineData("TPT")]
    [InlineData("TPC")]
    public void Hierarchies_are_saved_changed_and_deleted(string strategy)
    {
        Guid cat;
        using (var db = Open(Configure))
        {
            db.Database.EnsureCreated();
            var tom = new Cat { Name = "Tom", Lives = 9 };
            db.AddRange(tom, new Dog { Name = "Rex", Trick = "roll" });
            db.SaveChanges();
            cat = tom.Id;
        }

        using (var db = Open(Configure))
        {
            db.Set<Cat>().Single().Lives--;
            db.Set<Animal>().Single(animal => animal.Name == "Rex").Name = "Max";
            Assert.Equal(2, db.SaveChanges());
        }

        using (var db = Open(Configure))
        {
            Assert.Equal(8, db.Set<Cat>().Single(c => c.Id == cat).Lives);
            Assert.Equal("roll", Assert.IsType<Dog>(db.Set<Animal>().Single(animal => animal.Name == "Max")).Trick);
            db.RemoveRange(db.Set<Animal>());
            db.SaveChanges();
        }

        using var other = Open(Configure);
        Assert.Empty(other.Set<Animal>());

        void Configure(ModelBuilder builder)
        {
            var animal = builder.Entity<Animal>();
            builder.Entity<Cat>();
            builder.Entity<Dog>();
            if (strategy == "TPT")
                animal.UseTptMappingStrategy();
            else if (strategy == "TPC")
                animal.UseTpcMappingStrategy();
        }
    }

    [Fact]
    public void A_key_field_named_like_the_engines_own_is_numbered()
    {
        using (var db = Open(Configure))
        {
            db.Database.EnsureCreated();
            db.AddRange(new Note { Text = "a" }, new Note { Text = "b" });
            db.SaveChanges();
        }

        using var other = Open(Configure);
        Assert.Equal([1, 2], other.Set<Note>().OrderBy(note => note.Text).Select(note => EF.Property<int>(note, "_id")));

        static void Configure(ModelBuilder builder)
        {
            builder.Entity<Note>().Property<int>("_id");
            builder.Entity<Note>().HasKey("_id");
        }
    }

    [Fact]
    public void Two_entities_can_share_a_document()
    {
        using (var db = Open(Configure))
        {
            db.Database.EnsureCreated();
            db.Add(new Order { Status = "new", Details = new OrderDetails { Note = "n", Total = 3 } });
            db.SaveChanges();
        }

        using (var db = Open(Configure))
        {
            var before = db.Database.Nedb().Seq;
            var order = db.Set<Order>().Include(o => o.Details).Single();
            order.Status = "sent";
            order.Details!.Note = "changed";
            db.SaveChanges();
            Assert.Equal(before + 1, db.Database.Nedb().Seq);
        }

        using var other = Open(Configure);
        var read = other.Set<Order>().Include(o => o.Details).Single();
        Assert.Equal(("sent", "changed", 3m), (read.Status, read.Details!.Note, read.Details.Total));

        static void Configure(ModelBuilder builder)
        {
            builder.HasVersionTokens();
            builder.Entity<Order>().ToTable("Orders").HasOne(order => order.Details).WithOne().HasForeignKey<OrderDetails>(details => details.Id);
            builder.Entity<OrderDetails>().ToTable("Orders");
        }
    }

    [Fact]
    public void Complex_types_are_fields_or_JSON_of_their_document()
    {
        using (var db = Open(Configure))
        {
            db.Database.EnsureCreated();
            db.Add(new Person { Name = new FullName { First = "Ada", Last = "L" }, Home = new Place { Street = "Main", Numbers = [1, 2] } });
            db.SaveChanges();
        }

        using (var db = Open(Configure))
        {
            var person = db.Set<Person>().Single();
            person.Name.Last = "Lovelace";
            person.Home.Numbers.Add(3);
            db.SaveChanges();
        }

        using var other = Open(Configure);
        var read = other.Set<Person>().Single(p => p.Name.Last == "Lovelace");
        Assert.Equal("Ada", read.Name.First);
        Assert.Equal("Main", read.Home.Street);
        Assert.Equal([1, 2, 3], read.Home.Numbers);

        static void Configure(ModelBuilder builder)
        {
            builder.Entity<Person>().ComplexProperty(person => person.Name);
            builder.Entity<Person>().ComplexProperty(person => person.Home, home => home.ToJson());
        }
    }

    [Fact]
    public void Composite_and_alternate_keys_are_keys()
    {
        using (var db = Open(Configure))
        {
            db.Database.EnsureCreated();
            var part = new Part { Maker = "a", Number = 7, Code = "a-7" };
            db.AddRange(part, new Use { PartCode = "a-7" }, new Part { Maker = "a", Number = 8, Code = "a-8" });
            db.SaveChanges();
        }

        using (var db = Open(Configure))
        {
            Assert.Equal("a-7", db.Set<Part>().Find("a", 7)!.Code);
            Assert.Equal(7, db.Set<Use>().Include(use => use.Part).Single().Part!.Number);
            db.Add(new Use { PartCode = "a-9" });
            Assert.Throws<DbUpdateException>(() => db.SaveChanges());
        }

        static void Configure(ModelBuilder builder)
        {
            builder.Entity<Part>().HasKey(part => new { part.Maker, part.Number });
            builder.Entity<Use>().HasOne(use => use.Part).WithMany().HasForeignKey(use => use.PartCode).HasPrincipalKey(part => part.Code);
        }
    }

    [Fact]
    public void Computed_fields_and_seed_data_come_from_the_definition()
    {
        using var db = Open(Configure);
        db.Database.EnsureCreated();
        var part = new Part { Maker = "b", Number = 2, Code = "x" };
        db.Add(part);
        db.SaveChanges();

        Assert.Equal("b!", db.Entry(part).Property<string>("Loud").CurrentValue);
        Assert.Equal("seed", db.Set<Part>().Single(p => p.Number == 1).Code);

        static void Configure(ModelBuilder builder)
        {
            builder.Entity<Part>().HasKey(part => part.Number);
            builder.Entity<Part>().Property(part => part.Number).ValueGeneratedNever();
            builder.Entity<Part>().Property<string>("Loud").HasComputedColumnSql("Maker || '!'");
            builder.Entity<Part>().HasData(new { Maker = "a", Number = 1, Code = "seed" });
        }
    }

    [Fact]
    public void References_can_form_a_ring()
    {
        using var db = Open(builder => builder.Entity<Node>());
        db.Database.EnsureCreated();
        var first = new Node();
        var second = new Node { Next = first };
        db.AddRange(first, second);
        db.SaveChanges();
        first.Next = second;
        db.SaveChanges();

        Assert.Equal(2, db.Set<Node>().Count(node => node.Next!.Next!.Id == node.Id));
    }

    private ConfiguredContext Open(Action<ModelBuilder> configure) => new(configure, _database.OptionsFor<DbContext>());

    private abstract class Animal
    {
        public Guid Id { get; set; }

        public string Name { get; set; } = "";
    }

    private sealed class Cat : Animal
    {
        public int Lives { get; set; }
    }

    private sealed class Dog : Animal
    {
        public string? Trick { get; set; }
    }

    private sealed class Order
    {
        public int Id { get; set; }

        public string Status { get; set; } = "";

        public OrderDetails? Details { get; set; }
    }

    private sealed class OrderDetails
    {
        public int Id { get; set; }

        public string Note { get; set; } = "";

        public decimal Total { get; set; }
    }

    private sealed class Person
    {
        public int Id { get; set; }

        public required FullName Name { get; set; }

        public required Place Home { get; set; }
    }

    private sealed class FullName
    {
        public string First { get; set; } = "";

        public string Last { get; set; } = "";
    }

    private sealed class Place
    {
        public string Street { get; set; } = "";

        public List<int> Numbers { get; set; } = [];
    }

    private sealed class Note
    {
        public string Text { get; set; } = "";
    }

    private sealed class Part
    {
        public string Maker { get; set; } = "";

        public int Number { get; set; }

        public string Code { get; set; } = "";
    }

    private sealed class Use
    {
        public int Id { get; set; }

        public string PartCode { get; set; } = "";

        public Part? Part { get; set; }
    }

    private sealed class Node
    {
        public int Id { get; set; }

        public int? NextId { get; set; }

        public Node? Next { get; set; }
    }
}
