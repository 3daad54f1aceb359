using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Migrations;
using Nedb.EntityFrameworkCore.Infrastructure;

namespace Nedb.EntityFrameworkCore.Migrations;

/// <summary>Models that follow one another over a table with rows, by the operations that EF finds between them.</summary>
public sealed class ModelChangeTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public void Another_default_of_a_required_column_is_for_later_rows()
    {
        using var first = Begin(item => item.Ignore("V"));
        // The scaffolded value for the rows that are there.
        using var second = Change(first, item => item.Property<int>("V"));
        var before = Nedb(second).Seq;
        using var third = Change(second, item => item.Property<int>("V").HasDefaultValue(7));
        third.Database.ExecuteSqlRaw("INSERT INTO Item (Id, N) VALUES (3, 30)");
        Assert.Equal([0, 0, 7], Values(third));
        Assert.Equal([0, 0], third.Set<Item>().AsOf(before).OrderBy(item => item.Id).Select(item => EF.Property<int>(item, "V")));
        using var fourth = Change(third, item => item.Property<int>("V"));
        Assert.Equal([0, 0, 7], Values(fourth));
    }

    [Fact]
    public void A_required_computed_column_that_is_added_is_computed_for_all_rows()
    {
        using var first = Begin(item => item.Ignore("V"));
        using var second = Change(first, item => item.Property<int>("V").HasComputedColumnSql("Id * 2", stored: true));
        Assert.Equal([2, 4], Values(second));
        using var third = Change(second, item => item.Property<int>("V").HasComputedColumnSql("N + 1", stored: true));
        Assert.Equal([11, 21], Values(third));
    }

    [Fact]
    public void A_column_that_becomes_computed_is_computed_for_all_rows_also_with_another_type()
    {
        using var first = Begin(item => item.Property<int?>("V"));
        using var second = Change(first, item => item.Property<int>("V").HasComputedColumnSql("Id * 2", stored: true));
        Assert.Equal([2, 4], Values(second));
        using var third = Change(
            second, item => item.Property<string>("V").HasComputedColumnSql("\"no \" || CAST(Id AS string)", stored: true));
        Assert.Equal(["no 1", "no 2"], third.Set<Item>().OrderBy(item => item.Id).Select(item => EF.Property<string>(item, "V")));
        using var fourth = Change(third, item => item.Property<string>("V"));
        Assert.Equal(["no 1", "no 2"], fourth.Set<Item>().OrderBy(item => item.Id).Select(item => EF.Property<string>(item, "V")));
    }

    [Fact]
    public void A_required_column_with_a_default_expression_gets_its_value_in_all_rows()
    {
        using var first = Begin(item => item.Ignore("V"));
        using var second = Change(first, item => item.Property<Guid>("V").HasDefaultValueSql("new_guid()"));
        Assert.Equal(2, second.Set<Item>().Select(item => EF.Property<Guid>(item, "V")).Distinct().Count());
    }

    [Fact]
    public void Columns_are_dropped_with_and_after_what_is_computed_from_them()
    {
        using var first = Begin(item =>
        {
            item.Property<int>("A").HasDefaultValue(1);
            item.Property<int>("V").HasComputedColumnSql("A + Id", stored: true);
            item.Property<int>("W").HasComputedColumnSql("A * 2", stored: true);
        });
        using var second = Change(first, item => item.Property<int>("V").HasComputedColumnSql("N + Id", stored: true));
        Assert.Equal([11, 22], Values(second));
    }

    [Fact]
    public void A_renamed_column_is_renamed_in_what_is_computed_from_it()
    {
        using var first = Begin(item => item.Property<int>("V").HasComputedColumnSql("N + Id", stored: true));
        using var second = Change(first, item =>
        {
            item.Property(found => found.N).HasColumnName("Number");
            item.Property<int>("V").HasComputedColumnSql("Number + Id", stored: true);
        });
        second.Add(new Item { Id = 3, N = 30 });
        second.SaveChanges();
        Assert.Equal([11, 22, 33], Values(second));
    }

    private static NedbDatabaseFacade Nedb(DbContext context) => context.Database.Nedb();

    private static List<int> Values(DbContext context) =>
        [.. context.Set<Item>().OrderBy(item => item.Id).Select(item => EF.Property<int>(item, "V"))];

    private ConfiguredContext Begin(Action<EntityTypeBuilder<Item>> configure)
    {
        var context = Open(configure);
        context.Database.EnsureCreated();
        context.Database.ExecuteSqlRaw("INSERT INTO Item (Id, N) VALUES (1, 10), (2, 20)");
        return context;
    }

    private ConfiguredContext Change(DbContext from, Action<EntityTypeBuilder<Item>> configure)
    {
        var to = Open(configure);
        var model = Model(to);
        var operations = to.GetService<IMigrationsModelDiffer>().GetDifferences(Model(from).GetRelationalModel(), model.GetRelationalModel());
        Assert.NotEmpty(operations);
        foreach (var command in to.GetService<IMigrationsSqlGenerator>().Generate(operations, model))
            to.Database.ExecuteSqlRaw(command.CommandText.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));
        return to;

        static IModel Model(DbContext context) => context.GetService<IDesignTimeModel>().Model;
    }

    private ConfiguredContext Open(Action<EntityTypeBuilder<Item>> configure) => new(
        builder => builder.Entity<Item>(item =>
        {
            item.Property(found => found.Id).ValueGeneratedNever();
            configure(item);
        }),
        _database.OptionsFor<ConfiguredContext>());

    public sealed class Item
    {
        public int Id { get; set; }

        public int N { get; set; }
    }
}
