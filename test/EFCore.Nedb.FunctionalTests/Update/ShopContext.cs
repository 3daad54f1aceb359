using Microsoft.EntityFrameworkCore;

namespace Nedb.EntityFrameworkCore.Update;

/// <summary>A model with the usual shapes: required and optional references, many-to-many, owned types, JSON, a hierarchy.</summary>
public sealed class ShopContext(DbContextOptions options) : DbContext(options)
{
    public DbSet<Customer> Customers => Set<Customer>();

    public DbSet<Order> Orders => Set<Order>();

    public DbSet<Label> Labels => Set<Label>();

    public DbSet<Animal> Animals => Set<Animal>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Customer>(customer =>
        {
            customer.HasIndex(c => c.Email).IsUnique();
            customer.Property(c => c.Name).HasMaxLength(20);
            customer.OwnsOne(c => c.Address);
            customer.OwnsOne(c => c.Profile, profile =>
            {
                profile.ToJson();
                profile.OwnsMany(p => p.Phones);
            });
            customer.Property(c => c.Grade).HasConversion<string>();
            customer.Property(c => c.Discount).HasDefaultValue(5m);
            customer.HasOne(c => c.Adviser).WithMany().OnDelete(DeleteBehavior.SetNull);
        });
        modelBuilder.Entity<Order>().HasOne(o => o.Customer).WithMany(c => c.Orders).OnDelete(DeleteBehavior.Cascade);
        modelBuilder.Entity<Cat>();
        modelBuilder.Entity<Dog>();
    }
}

public enum Grade
{
    New,
    Known,
}

public sealed class Customer
{
    public int Id { get; set; }

    public string Name { get; set; } = "";

    public string? Email { get; set; }

    public Grade Grade { get; set; }

    public decimal Discount { get; set; }

    public Address? Address { get; set; }

    public Profile? Profile { get; set; }

    public List<int> Numbers { get; set; } = [];

    public int? AdviserId { get; set; }

    public Customer? Adviser { get; set; }

    public List<Order> Orders { get; } = [];
}

public sealed class Address
{
    public string Street { get; set; } = "";

    public string? City { get; set; }
}

public sealed class Profile
{
    public string? Motto { get; set; }

    public DateTime Since { get; set; }

    public List<Phone> Phones { get; set; } = [];
}

public sealed class Phone
{
    public string Number { get; set; } = "";

    public bool IsMobile { get; set; }
}

public sealed class Order
{
    public Guid Id { get; set; }

    public decimal Total { get; set; }

    public DateTimeOffset At { get; set; }

    public int CustomerId { get; set; }

    public Customer? Customer { get; set; }

    public List<Label> Labels { get; } = [];
}

public sealed class Label
{
    public string Id { get; set; } = "";

    public List<Order> Orders { get; } = [];
}

public abstract class Animal
{
    public long Id { get; set; }

    public string Name { get; set; } = "";
}

public sealed class Cat : Animal
{
    public int Lives { get; set; }
}

public sealed class Dog : Animal
{
    public string? Trick { get; set; }
}
