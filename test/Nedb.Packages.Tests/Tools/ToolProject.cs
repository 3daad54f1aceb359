using Nedb.Packages.Tests.Consumers;
using Nedb.Packages.Tests.Packing;
using Nedb.Packages.Tests.Processes;

namespace Nedb.Packages.Tests.Tools;

/// <summary>A program with a context and two migrations, made by <c>dotnet ef migrations add</c>.</summary>
internal sealed class ToolProject : IDisposable
{
    /// <summary>What the second migration is for.</summary>
    private const string Later = "public DateOnly? Due { get; set; }";

    private ToolProject(ConsumerProject project) => Project = project;

    /// <summary>The program.</summary>
    public ConsumerProject Project { get; }

    /// <summary>Makes the program, and its migrations as its model grows.</summary>
    public static ToolProject Make(LocalPackages packages)
    {
        var tool = new ToolProject(new ConsumerProject(packages, "EFCore.Nedb", Program));
        tool.Project.Build();
        tool.Ef("migrations add First --no-build");
        tool.Project.Replace("Program.cs", "/* later */", Later);
        tool.Project.Build();
        tool.Ef("migrations add Second --no-build");
        tool.Project.Build();
        return tool;
    }

    /// <summary>Makes another program of the same text.</summary>
    /// <param name="packages">The packages, with the program to copy.</param>
    /// <param name="isOnline">Whether the feeds of this machine are asked as well.</param>
    public static ToolProject Copy(LocalPackages packages, bool isOnline = false)
    {
        var source = packages.Tool.Project;
        var copy = new ConsumerProject(packages, "EFCore.Nedb", File.ReadAllText(source["Program.cs"]), isOnline);
        Directory.CreateDirectory(copy["Migrations"]);
        foreach (var file in Directory.GetFiles(source["Migrations"]))
            File.Copy(file, Path.Combine(copy["Migrations"], Path.GetFileName(file)));
        copy.Build();
        return new(copy);
    }

    /// <summary>The program: given <c>count</c> it says how many orders there are, otherwise it adds one.</summary>
    private static string Program => """
        using App;
        using Microsoft.EntityFrameworkCore;

        using var db = new Shop();
        if (args is ["add"])
        {
            db.Add(new Order { Customer = db.Customers.First(), Total = 20.5m, Address = new() { Street = "High Street", City = "Bath" } });
            db.SaveChanges();
        }

        Console.WriteLine($"{db.Orders.Count()} orders of {db.Customers.Count()} customers");
        Console.WriteLine($"model of {db.Model.GetType().Name}");

        namespace App
        {
            public class Customer
            {
                public int Id { get; set; }
                public string Name { get; set; } = "";
                public string? Note { get; set; }
                public List<Order> Orders { get; } = [];
            }

            public class Order
            {
                public Guid Id { get; set; }
                public int CustomerId { get; set; }
                public Customer Customer { get; set; } = null!;
                public decimal Total { get; set; }
                public Address Address { get; set; } = null!;
                public DateTimeOffset Placed { get; set; } = DateTimeOffset.UnixEpoch;
                public string[] Tags { get; set; } = [];
                /* later */
            }

            public class Address
            {
                public string Street { get; set; } = "";
                public string City { get; set; } = "";
            }

            public class Price
            {
                public string Item { get; set; } = "";
                public DateOnly From { get; set; }
                public DateOnly? To { get; set; }
                public decimal Amount { get; set; }
            }

            public class Shop : DbContext
            {
                public DbSet<Customer> Customers => Set<Customer>();
                public DbSet<Order> Orders => Set<Order>();
                public DbSet<Price> Prices => Set<Price>();

                protected override void OnConfiguring(DbContextOptionsBuilder options) => options.UseNedb("./shop");

                protected override void OnModelCreating(ModelBuilder model)
                {
                    model.Entity<Customer>(customer =>
                    {
                        customer.Property(c => c.Name).HasMaxLength(40);
                        customer.HasIndex(c => c.Name).IsUnique();
                        customer.HasIndex(c => c.Note).IsSearchIndex();
                        customer.HasVersionToken();
                        customer.HasData(new Customer { Id = 1, Name = "Ada" });
                    });
                    model.Entity<Order>(order =>
                    {
                        order.OwnsOne(o => o.Address);
                        order.Property(o => o.Total).HasPrecision(18, 2).HasDefaultValue(1.5m);
                        order.ToTable(table => table.HasCheckConstraint("CK_Total", "Total >= 0m"));
                    });
                    model.Entity<Price>(price =>
                    {
                        price.HasKey(p => new { p.Item, p.From });
                        price.HasValidTime(p => p.From, p => p.To);
                    });
                }
            }
        }
        """;

    /// <summary>Runs the tool, which succeeds, and gives what it said.</summary>
    public string Ef(string arguments) => EfTool.Run(Project, arguments).Succeeded();

    /// <summary>Runs the tool.</summary>
    public CommandResult TryEf(string arguments) => EfTool.Run(Project, arguments);

    public void Dispose() => Project.Dispose();
}
