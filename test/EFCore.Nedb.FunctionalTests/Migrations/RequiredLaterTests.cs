using Microsoft.EntityFrameworkCore;

namespace Nedb.EntityFrameworkCore.Migrations;

/// <summary>Properties that a migration made required, read as of a time at which they were null.</summary>
public sealed class RequiredLaterTests : IDisposable
{
    private readonly Evolution _evolution = new();
    private readonly long _seq;

    public RequiredLaterTests()
    {
        Action<ModelBuilder> before = builder => builder.Entity("Item", item =>
        {
            item.ToTable("Items");
            item.Property<int>("Id").ValueGeneratedNever();
            item.Property<int?>("Size");
            item.Property<DateOnly?>("Day");
            item.Property<int?>("OwnerId");
        });
        _evolution.Create(before, "INSERT INTO Items (Id, Size, Day, OwnerId) VALUES (1, NULL, NULL, NULL), (2, 5, date '2024-01-01', NULL)");
        _seq = _evolution.Seq;
        _evolution.Change(before, Model);
    }

    public void Dispose() => _evolution.Dispose();

    [Fact]
    public void AsOf_reads_what_was_null_as_the_default_of_its_type_as_histories_do()
    {
        using var context = _evolution.Open(Model);
        var items = context.Set<Item>();

        Assert.Equal([(0, default), (5, new DateOnly(2024, 1, 1))], items.AsOf(_seq).OrderBy(i => i.Id).AsEnumerable().Select(i => (i.Size, i.Day)));
        Assert.Equal([0, 5], items.AsOf(_seq).OrderBy(i => i.Id).Select(i => i.Size));
        Assert.Equal([0, 5], items.AsOf(_seq).OrderByDescending(i => i.Id).Take(5).OrderBy(i => i.Id).Include(i => i.Parts).ToList().Select(i => i.Size));
        Assert.Equal(0, items.Where(i => i.Id == 1).TemporalAll().OrderBy(i => EF.Functions.Seq(i)).First().Size);
        Assert.Equal(0, items.AsOf(_seq).Union(items.AsOf(_seq)).Single(i => i.Id == 1).Size);
    }

    [Fact]
    public void A_context_in_the_past_reads_it_so_too_and_the_present_as_before()
    {
        using var context = _evolution.Open(Model);

        Assert.Equal([0, 5], Sizes());
        using (context.AsOf(_seq))
            Assert.Equal([0, 5], Sizes());
        Assert.Equal([0, 5], Sizes());

        List<int> Sizes() => [.. context.Set<Item>().OrderBy(i => i.Id).ToList().Select(i => i.Size)];
    }

    [Fact]
    public void A_null_that_is_there_now_is_an_error()
    {
        using var context = _evolution.Open(Model);
        context.Database.ExecuteSqlRaw("ALTER COLLECTION Items ALTER FIELD Size TYPE int32 NULL");
        context.Database.ExecuteSqlRaw("UPDATE Items SET Size = NULL WHERE Id = 1");

        Assert.Throws<InvalidCastException>(() => context.Set<Item>().ToList());
        using (context.AsOf(context.Database.Nedb().Seq))
            Assert.Equal(0, context.Set<Item>().Single(i => i.Id == 1).Size);
        Assert.Throws<InvalidCastException>(() => context.Set<Item>().ToList());
    }

    private static void Model(ModelBuilder builder)
    {
        builder.Entity<Item>(item =>
        {
            item.ToTable("Items");
            item.Property(i => i.Id).ValueGeneratedNever();
        });
        builder.Entity<Part>().Property(p => p.Id).ValueGeneratedNever();
    }

    private sealed class Item
    {
        public int Id { get; set; }

        public int Size { get; set; }

        public DateOnly Day { get; set; }

        public int? OwnerId { get; set; }

        public List<Part> Parts { get; set; } = [];
    }

    private sealed class Part
    {
        public int Id { get; set; }
    }
}
