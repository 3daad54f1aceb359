using Microsoft.EntityFrameworkCore;
using Nedb.Data;
using Nedb.EntityFrameworkCore.Infrastructure;

namespace Nedb.EntityFrameworkCore.Update;

public sealed class SaveChangesTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public SaveChangesTests()
    {
        using var db = Open();
        Assert.True(db.Database.EnsureCreated());
    }

    public void Dispose() => _database.Dispose();

    [Fact]
    public void What_is_saved_is_read_back()
    {
        var saved = new Customer
        {
            Name = "Ada",
            Email = "ada@example.org",
            Grade = Grade.Known,
            Discount = 12.50m,
            Address = new Address { Street = "Main 1", City = "Ulm" },
            Numbers = [3, 1, 2],
        };
        using (var db = Open())
        {
            db.Add(saved);
            Assert.Equal(1, db.SaveChanges());
        }

        using var other = Open();
        var read = other.Customers.Single();
        Assert.Equal(1, read.Id);
        Assert.Equal(saved.Id, read.Id);
        Assert.Equal("Ada", read.Name);
        Assert.Equal(Grade.Known, read.Grade);
        Assert.Equal(12.50m, read.Discount);
        Assert.Equal("Ulm", read.Address!.City);
        Assert.Equal([3, 1, 2], read.Numbers);
        Assert.Null(read.Profile);
    }

    [Fact]
    public async Task What_is_saved_asynchronously_is_read_back()
    {
        await using (var db = Open())
        {
            db.AddRange(new Customer { Name = "Ada" }, new Customer { Name = "Bob" });
            await db.SaveChangesAsync();
        }

        await using var other = Open();
        Assert.Equal(["Ada", "Bob"], await other.Customers.OrderBy(c => c.Id).Select(c => c.Name).ToListAsync());
    }

    [Fact]
    public void An_update_writes_what_changed_and_a_delete_ends_the_document()
    {
        using (var db = Open())
        {
            db.AddRange(new Customer { Name = "Ada", Email = "a" }, new Customer { Name = "Bob" });
            db.SaveChanges();
        }

        using (var db = Open())
        {
            db.Customers.Single(c => c.Name == "Ada").Name = "Ada Lovelace";
            db.Remove(db.Customers.Single(c => c.Name == "Bob"));
            Assert.Equal(2, db.SaveChanges());
        }

        using var other = Open();
        var read = other.Customers.Single();
        Assert.Equal("Ada Lovelace", read.Name);
        Assert.Equal("a", read.Email);
    }

    [Fact]
    public void One_save_is_one_commit()
    {
        using var db = Open();
        var before = db.Database.Nedb().Seq;

        for (var i = 0; i < 10; i++)
            db.Add(new Customer { Name = "c" + i });
        db.SaveChanges();

        var commit = db.Database.Nedb().LastCommit!;
        Assert.Equal(before + 1, commit.FirstSeq);
        Assert.Equal(10, commit.Count);
    }

    [Fact]
    public void An_entity_that_did_not_change_makes_no_version()
    {
        using var db = Open();
        var customer = new Customer { Name = "Ada" };
        db.Add(customer);
        db.SaveChanges();
        var before = db.Database.Nedb().Seq;

        db.Entry(customer).Property(c => c.Name).IsModified = true;
        db.SaveChanges();

        Assert.Equal(before, db.Database.Nedb().Seq);
    }

    [Fact]
    public void A_default_of_the_store_comes_back_into_the_entity()
    {
        using var db = Open();
        var customer = new Customer { Name = "Ada" };

        db.Add(customer);
        db.SaveChanges();

        Assert.Equal(5m, customer.Discount);
    }

    [Fact]
    public void Keys_that_the_store_gives_reach_the_dependents()
    {
        using (var db = Open())
        {
            var adviser = new Customer { Name = "Zoe" };
            db.Add(new Customer { Name = "Ada", Adviser = adviser, Orders = { new Order { Total = 3 }, new Order { Total = 4 } } });
            db.SaveChanges();
        }

        using var other = Open();
        var ada = other.Customers.Include(c => c.Orders).Include(c => c.Adviser).Single(c => c.Name == "Ada");
        Assert.Equal([3m, 4m], ada.Orders.Select(o => o.Total).Order());
        Assert.Equal("Zoe", ada.Adviser!.Name);
        Assert.All(ada.Orders, order => Assert.Equal('7', order.Id.ToString()[14]));
    }

    [Fact]
    public void Many_to_many_is_saved_and_changed()
    {
        using (var db = Open())
        {
            var order = new Order { Customer = new Customer { Name = "Ada" }, Labels = { new Label { Id = "red" }, new Label { Id = "blue" } } };
            db.Add(order);
            db.SaveChanges();
            order.Labels.RemoveAt(0);
            db.SaveChanges();
        }

        using var other = Open();
        Assert.Equal(["blue"], other.Orders.Include(o => o.Labels).Single().Labels.Select(label => label.Id));
        Assert.Equal(2, other.Labels.Count());
    }

    [Fact]
    public void A_hierarchy_shares_a_collection()
    {
        using (var db = Open())
        {
            db.AddRange(new Cat { Name = "Tom", Lives = 9 }, new Dog { Name = "Rex", Trick = "roll" });
            db.SaveChanges();
        }

        using var other = Open();
        Assert.Equal(9, other.Animals.OfType<Cat>().Single().Lives);
        Assert.IsType<Dog>(other.Animals.Single(animal => animal.Name == "Rex"));
    }

    [Fact]
    public void Deleting_a_principal_follows_the_foreign_keys()
    {
        using (var db = Open())
        {
            var adviser = new Customer { Name = "Zoe", Orders = { new Order { Total = 1 } } };
            db.Add(new Customer { Name = "Ada", Adviser = adviser, Orders = { new Order { Total = 2 } } });
            db.SaveChanges();
        }

        using (var db = Open())
        {
            // Nothing else is tracked: the engine cascades.
            db.Remove(db.Customers.Single(c => c.Name == "Zoe"));
            db.SaveChanges();
        }

        using var other = Open();
        Assert.Null(other.Customers.Single().AdviserId);
        Assert.Equal([2m], other.Orders.Select(o => o.Total));
    }

    [Fact]
    public void A_refused_write_names_its_entry_and_writes_nothing()
    {
        using var db = Open();
        db.Add(new Customer { Name = "Ada", Email = "same" });
        db.SaveChanges();
        var before = db.Database.Nedb().Seq;
        var second = new Customer { Name = "Eve", Email = "same" };
        db.AddRange(new Customer { Name = "Bob" }, second, new Customer { Name = "Cid" });

        var failure = Assert.Throws<DbUpdateException>(() => db.SaveChanges());

        Assert.Same(second, Assert.Single(failure.Entries).Entity);
        Assert.Equal(NedbErrorCode.UniqueViolation, Assert.IsType<NedbException>(failure.InnerException).Code);
        Assert.Equal(before, db.Database.Nedb().Seq);
        second.Email = "other";
        db.SaveChanges();
        using var other = Open();
        Assert.Equal(4, other.Customers.Count());
    }

    [Fact]
    public void Broken_rules_are_typed_errors()
    {
        Assert.Equal(NedbErrorCode.ForeignKeyViolation, Refuse(db => db.Add(new Order { CustomerId = 77 })));
        Assert.Equal(NedbErrorCode.DuplicateKey, Refuse(db =>
        {
            db.Add(new Label { Id = "red" });
            db.SaveChanges();
            db.ChangeTracker.Clear();
            db.Add(new Label { Id = "red" });
        }));
        Assert.Equal(NedbErrorCode.NotNullViolation, Refuse(db => db.Add(new Customer { Name = null! })));
    }

    [Fact]
    public void A_JSON_document_is_saved_and_changed_in_parts()
    {
        using (var db = Open())
        {
            db.Add(new Customer
            {
                Name = "Ada",
                Profile = new Profile
                {
                    Motto = "on",
                    Since = new DateTime(1843, 7, 1),
                    Phones = [new Phone { Number = "1" }, new Phone { Number = "2", IsMobile = true }],
                },
            });
            db.SaveChanges();
        }

        using (var db = Open())
        {
            var profile = db.Customers.Single().Profile!;
            Assert.Equal(new DateTime(1843, 7, 1), profile.Since);
            profile.Phones[1].Number = "22";
            db.SaveChanges();
            profile.Motto = "go on";
            db.SaveChanges();
            profile.Phones.Add(new Phone { Number = "3" });
            db.SaveChanges();
        }

        using var other = Open();
        var read = other.Customers.Single().Profile!;
        Assert.Equal("go on", read.Motto);
        Assert.Equal(["1", "22", "3"], read.Phones.Select(phone => phone.Number));
        Assert.True(read.Phones[1].IsMobile);
    }

    [Fact]
    public void An_owned_entity_can_be_taken_away_and_given_back()
    {
        using (var db = Open())
        {
            db.Add(new Customer { Name = "Ada", Address = new Address { Street = "Main 1" }, Profile = new Profile() });
            db.SaveChanges();
        }

        using (var db = Open())
        {
            var customer = db.Customers.Single();
            customer.Address = null;
            customer.Profile = null;
            db.SaveChanges();
        }

        using (var db = Open())
        {
            var customer = db.Customers.Single();
            Assert.Null(customer.Address);
            Assert.Null(customer.Profile);
            customer.Address = new Address { Street = "Side 2" };
            db.SaveChanges();
        }

        using var other = Open();
        Assert.Equal("Side 2", other.Customers.Single().Address!.Street);
    }

    [Fact]
    public void A_thousand_entities_are_one_commit()
    {
        using var db = Open();
        for (var i = 0; i < 1000; i++)
            db.Add(new Customer { Name = "c" + i, Email = i + "@example.org" });

        Assert.Equal(1000, db.SaveChanges());

        Assert.Equal(1000, db.Database.Nedb().LastCommit!.Count);
        Assert.Equal(1000, db.Customers.Select(c => c.Id).Distinct().Count());
    }

    private NedbErrorCode Refuse(Action<ShopContext> change)
    {
        using var db = Open();
        change(db);
        return Assert.IsType<NedbException>(Assert.Throws<DbUpdateException>(() => db.SaveChanges()).InnerException).Code;
    }

    private ShopContext Open() => new(_database.OptionsFor<ShopContext>());
}
