using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Nedb.EntityFrameworkCore.Infrastructure;

namespace Nedb.EntityFrameworkCore.Query;

/// <summary>Collections of primitive values in queries, where their types have to be found out.</summary>
public sealed class CollectionTranslationTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public CollectionTranslationTests()
    {
        using var db = Open();
        db.Database.EnsureCreated();
        db.Add(new Series { Id = 1, Numbers = [1, 2, 3], Picture = [1, 2] });
        db.SaveChanges();
    }

    public void Dispose() => _database.Dispose();

    [Fact]
    public void What_a_converter_made_of_a_collection_has_no_length_in_a_query()
    {
        using var db = Open();

        Assert.Contains("could not be translated", Assert.Throws<InvalidOperationException>(() => db.Series.Count(series => series.Numbers.Length == 3)).Message);
        Assert.Contains("could not be translated", Assert.Throws<InvalidOperationException>(() => db.Series.Count(series => series.Picture.Length == 2)).Message);
        Assert.Equal([1, 2, 3], db.Series.Single().Numbers);
    }

    [Fact]
    public void A_collection_that_is_not_there_has_no_items()
    {
        using var db = Open();

        Assert.Equal(1, db.Series.Count(series => series.Marks!.AsQueryable().Count() > -1));
        Assert.Equal(1, db.Series.Count(series => series.Marks!.AsQueryable().Count() == 0));
        Assert.Equal([0], db.Series.Select(series => series.Marks!.AsQueryable().Count()));
    }

    [Fact]
    public void An_item_of_a_parameter_can_stand_beside_a_constant()
    {
        using var db = Open();
        string[] values = ["one", "two"];

        Assert.Equal(["two"], db.Series.Select(series => series.Id != 0 ? values[series.Id % 2] : "none"));
        Assert.Equal(["none"], db.Series.Select(series => series.Id == 0 ? values[series.Id % 2] : "none"));
    }

    [Fact]
    public void The_first_letter_of_a_text_without_letters_is_the_default_of_a_letter()
    {
        using var db = Open();

        Assert.Equal('\0', db.Series.Select(series => series.Name.FirstOrDefault()).Single());
        Assert.Equal('\0', db.Series.Select(series => (char?)series.Name.LastOrDefault()).Single());
        Assert.Equal('a', db.Series.Select(series => (series.Name + "ab").FirstOrDefault()).Single());
        Assert.Null(db.Series.Select(series => (char?)series.Note!.FirstOrDefault()).Single());
    }

    [Fact]
    public void An_item_that_can_be_anything_has_no_type_in_a_query()
    {
        using var db = Open();
        var query = EF.CompileQuery((SeriesContext context, object[] items) => context.Series.Where(series => series.Name == (string)items[0]));

        Assert.Contains("type mapping", Assert.Throws<InvalidOperationException>(() => query(db, ["a"]).ToList()).Message);
    }

    private SeriesContext Open() => new(_database.OptionsFor<SeriesContext>());

    private sealed class SeriesContext(DbContextOptions<SeriesContext> options) : DbContext(options)
    {
        public DbSet<Series> Series => Set<Series>();

        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Series>(series =>
        {
            series.Property(one => one.Id).ValueGeneratedNever();
            series.Property(one => one.Picture).HasConversion(bytes => Convert.ToBase64String(bytes), text => Convert.FromBase64String(text));
            series.Property(one => one.Numbers).HasConversion(
                numbers => string.Join(',', numbers),
                text => text.Split(',', StringSplitOptions.None).Select(int.Parse).ToArray(),
                new ValueComparer<int[]>(favorStructuralComparisons: true));
        });
    }

    private sealed class Series
    {
        public int Id { get; set; }

        public string Name { get; set; } = "";

        public string? Note { get; set; }

        public int[] Numbers { get; set; } = [];

        public List<int>? Marks { get; set; }

        public byte[] Picture { get; set; } = [];
    }
}
