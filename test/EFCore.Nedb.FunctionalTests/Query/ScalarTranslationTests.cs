using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Nedb.EntityFrameworkCore.Infrastructure;

namespace Nedb.EntityFrameworkCore.Query;

/// <summary>Operators and methods of single values that other providers leave to the client, or take for something else.</summary>
public sealed class ScalarTranslationTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly List<Reading> _readings =
    [
        new() { Id = 1, Small = 3, Short = -4, Number = -9, Large = 5_000_000_000, Text = "abc", Words = ["x", "y"] },
        new() { Id = 2, Small = 200, Short = 9, Number = 9, Large = -1, Text = "", Note = "note", Words = [] },
        new() { Id = 3, Small = 0, Short = 0, Number = 40_000, Large = 0, Text = "{}", Words = [""] },
    ];

    public ScalarTranslationTests()
    {
        using var db = Open();
        db.Database.EnsureCreated();
        db.AddRange(_readings);
        db.SaveChanges();
    }

    public void Dispose() => _database.Dispose();

    [Fact]
    public void Keys_of_a_join_that_are_sums_of_narrow_numbers_match()
    {
        using var db = Open();

        Assert.Equal(
            [(2, 2)],
            db.Readings.Join(db.Readings, a => a.Short, b => b.Number, (a, b) => new { A = a.Id, B = b.Id }).AsEnumerable().Select(row => (row.A, row.B)));
        Assert.Equal(
            [(3, 3)],
            db.Readings.Join(db.Readings.Where(b => b.Id == 3), a => a.Short + a.Short, b => (int)b.Small, (a, b) => new { A = a.Id, B = b.Id })
                .AsEnumerable().Select(row => (row.A, row.B)));
        Assert.Equal(
            [(1, 2), (2, 3)],
            db.Readings.Join(db.Readings, a => a.Small * a.Small, b => b.Number, (a, b) => new { A = a.Id, B = b.Id })
                .AsEnumerable().Select(row => (row.A, row.B)));
        Assert.Equal(
            2,
            db.Readings.GroupJoin(db.Readings, a => (int?)(a.Short + 0), b => (int?)b.Number, (a, found) => found.Count()).Count(count => count == 0));
    }

    [Fact]
    public void A_number_is_converted_to_its_own_type_whatever_it_is_compared_with()
    {
        using var db = Open();

        Assert.Equal(
            [3],
            db.Readings.Where(reading => (byte)(reading.Small % 7) == (short)(reading.Number % 100) + (short)(reading.Short % 5))
                .Select(reading => reading.Id));
        Assert.Equal(
            [2],
            db.Readings.Where(reading => (byte?)(reading.Small % 10 + 9) == (short?)(reading.Number % 100)).Select(reading => reading.Id));
    }

    [Fact]
    public void Numbers_are_shifted_as_in_CSharp()
    {
        SameAsInMemory(reading => reading.Number << 3);
        SameAsInMemory(reading => reading.Number << 33);
        SameAsInMemory(reading => reading.Number << 30);
        SameAsInMemory(reading => reading.Number >> 1);
        SameAsInMemory(reading => reading.Large << 33);
        SameAsInMemory(reading => reading.Large >> reading.Short);
        SameAsInMemory(reading => reading.Small << 25);
    }

    [Fact]
    public void Interpolated_text_is_made_in_the_database()
    {
        SameAsInMemory(reading => $"<{reading.Text}>");
        SameAsInMemory(reading => $"{reading.Id}: {reading.Note} {{{reading.Text}}}");
        SameAsInMemory(reading => string.Format("{1}{0}{1}", reading.Number, reading.Text));
        SameAsInMemory(reading => string.Format("nothing", reading.Number));

        using var db = Open();
        Assert.Equal([1], db.Readings.Where(reading => $"{reading.Text}-{reading.Id}" == "abc-1").Select(reading => reading.Id));
        Assert.Contains(
            "could not be translated",
            Assert.Throws<InvalidOperationException>(() => db.Readings.Count(reading => $"{reading.Number:N1}" == "9.0")).Message);
    }

    [Fact]
    public void The_items_of_a_list_of_text_are_joined()
    {
        SameAsInMemory(reading => string.Join(", ", reading.Words));
        SameAsInMemory(reading => string.Join("|", new[] { reading.Text, reading.Note, "z" }));

        using var db = Open();
        Assert.Equal([1], db.Readings.Where(reading => string.Join("", reading.Words) == "xy").Select(reading => reading.Id));
    }

    [Fact]
    public void What_is_put_into_text_that_is_not_there_is_not_there()
    {
        SameAsInMemory(reading => reading.Text.Insert(0, "i"));
        SameAsInMemory(reading => (reading.Text + "123").Remove(1, 2));

        using var db = Open();
        Assert.Equal([null, "[note", null], db.Readings.OrderBy(reading => reading.Id).Select(reading => reading.Note!.Insert(0, "[")));
        Assert.Equal([null, "e", null], db.Readings.OrderBy(reading => reading.Id).Select(reading => reading.Note!.Remove(0, 3)));
        Assert.Equal([1, 3], db.Readings.Where(reading => reading.Note!.Insert(1, "x") == null).Select(reading => reading.Id));
    }

    [Fact]
    public void Text_replaced_by_a_null_of_the_program_is_taken_away_and_by_a_stored_null_is_null()
    {
        string? nothing = null;
        SameAsInMemory(reading => reading.Text.Replace("b", nothing));
        SameAsInMemory(reading => reading.Text.Replace("b", null));
        SameAsInMemory(reading => reading.Text.Replace("B", nothing, StringComparison.OrdinalIgnoreCase));

        using var db = Open();
        Assert.Equal([1, 3], db.Readings.Where(reading => reading.Text.Replace("b", reading.Note) == null).Select(reading => reading.Id));
    }

    [Fact]
    public void Dates_and_times_are_made_of_their_parts()
    {
        SameAsInMemory(reading => new DateOnly(2020, reading.Id, reading.Id).AddDays(1));
        SameAsInMemory(reading => new TimeOnly(reading.Id, 30).AddHours(1));
        SameAsInMemory(reading => new TimeOnly(reading.Id, 30, 5, 250).AddHours(1));
        SameAsInMemory(reading => new DateTime(2020, reading.Id, 1).AddDays(1));
        SameAsInMemory(reading => new DateTime(2020, 2, 3, reading.Id, 5, 6, reading.Id).AddDays(1));
        SameAsInMemory(reading => new DateTime(new DateOnly(2020, 1, reading.Id), new TimeOnly(reading.Id, 0)).AddDays(1));

        using var db = Open();
        Assert.Equal([2, 3], db.Readings.Where(reading => new DateOnly(2020, reading.Id, 1) > new DateOnly(2020, 1, 31)).Select(reading => reading.Id));
    }

    private void SameAsInMemory<T>(Expression<Func<Reading, T>> selector)
    {
        using var db = Open();

        Assert.Equal(
            _readings.AsQueryable().OrderBy(reading => reading.Id).Select(selector).Distinct().Count(),
            db.Readings.Select(selector).Distinct().Count());
        Assert.Equal(_readings.AsQueryable().Select(selector), db.Readings.OrderBy(reading => reading.Id).Select(selector));
    }

    private ReadingContext Open() => new(_database.OptionsFor<ReadingContext>());

    private sealed class ReadingContext(DbContextOptions<ReadingContext> options) : DbContext(options)
    {
        public DbSet<Reading> Readings => Set<Reading>();

        protected override void OnModelCreating(ModelBuilder modelBuilder) =>
            modelBuilder.Entity<Reading>().Property(reading => reading.Id).ValueGeneratedNever();
    }

    private sealed class Reading
    {
        public int Id { get; set; }

        public byte Small { get; set; }

        public short Short { get; set; }

        public int Number { get; set; }

        public long Large { get; set; }

        public string Text { get; set; } = "";

        public string? Note { get; set; }

        public List<string> Words { get; set; } = [];
    }
}
