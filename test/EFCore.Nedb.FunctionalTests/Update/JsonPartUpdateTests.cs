using Microsoft.EntityFrameworkCore;
using Nedb.EntityFrameworkCore.Infrastructure;

namespace Nedb.EntityFrameworkCore.Update;

/// <summary>ExecuteUpdate of a part of a document within a document.</summary>
public sealed class JsonPartUpdateTests : IDisposable
{
    private static readonly DateTimeOffset Moment = new(2024, 2, 29, 10, 20, 30, TimeSpan.FromHours(2));

    private readonly TestDatabase _database = new();

    public JsonPartUpdateTests()
    {
        using var db = Open();
        db.Database.EnsureCreated();
        db.Add(new Voyage
        {
            Id = 1,
            Start = new DateTime(2024, 2, 29, 10, 20, 30),
            Seen = Moment,
            Day = new DateOnly(2024, 2, 29),
            Time = new TimeOnly(10, 20, 30, 5),
            Length = new TimeSpan(1, 2, 3, 4, 5),
            Code = Guid.Parse("00010203-0405-0607-0809-0a0b0c0d0e0f"),
            Seal = [1, 2, 3],
            Log = new Log { Note = "kept" },
        });
        db.SaveChanges();
    }

    public void Dispose() => _database.Dispose();

    [Fact]
    public void A_part_is_set_to_a_field_of_a_type_that_json_does_not_have()
    {
        using var db = Open();

        db.Voyages.ExecuteUpdate(set => set
            .SetProperty(voyage => voyage.Log.Start, voyage => voyage.Start)
            .SetProperty(voyage => voyage.Log.Seen, voyage => voyage.Seen)
            .SetProperty(voyage => voyage.Log.Day, voyage => voyage.Day)
            .SetProperty(voyage => voyage.Log.Time, voyage => voyage.Time)
            .SetProperty(voyage => voyage.Log.Length, voyage => voyage.Length)
            .SetProperty(voyage => voyage.Log.Code, voyage => voyage.Code)
            .SetProperty(voyage => voyage.Log.Seal, voyage => voyage.Seal));

        var voyage = db.Voyages.AsNoTracking().Single();
        Assert.Equal("kept", voyage.Log.Note);
        Assert.Equal(voyage.Start, voyage.Log.Start);
        Assert.Equal(voyage.Seen, voyage.Log.Seen);
        Assert.Equal(voyage.Day, voyage.Log.Day);
        Assert.Equal(voyage.Time, voyage.Log.Time);
        Assert.Equal(voyage.Length, voyage.Log.Length);
        Assert.Equal(voyage.Code, voyage.Log.Code);
        Assert.Equal(voyage.Seal, voyage.Log.Seal);
        Assert.Equal(1, db.Voyages.Count(found => found.Log.Day == found.Day && found.Log.Length == found.Length && found.Log.Seen == Moment));
    }

    [Fact]
    public void A_part_that_is_a_collection_is_set_as_one()
    {
        using var db = Open();
        int[] marks = [4, 5];

        db.Voyages.ExecuteUpdate(set => set.SetProperty(voyage => voyage.Log.Marks, new[] { 1, 2, 3 }));
        Assert.Equal([1, 2, 3], db.Voyages.AsNoTracking().Single().Log.Marks);

        db.Voyages.ExecuteUpdate(set => set
            .SetProperty(voyage => voyage.Log.Marks, marks)
            .SetProperty(voyage => voyage.Log.Stops, voyage => voyage.Stops));
        var log = db.Voyages.AsNoTracking().Single().Log;
        Assert.Equal(marks, log.Marks);
        Assert.Equal([new DateOnly(2024, 2, 1), new DateOnly(2024, 2, 2)], log.Stops);

        db.Voyages.ExecuteUpdate(set => set.SetProperty(voyage => voyage.Log.Marks, voyage => voyage.Log.OldMarks));
        Assert.Equal([9], db.Voyages.AsNoTracking().Single().Log.Marks);
    }

    [Fact]
    public void An_item_of_an_array_is_set()
    {
        using var db = Open();

        db.Voyages.ExecuteUpdate(set => set
            .SetProperty(voyage => voyage.Stops[1], new DateOnly(2025, 1, 1))
            .SetProperty(voyage => voyage.Name, voyage => voyage.Stops[0].Year + "!"));
        Assert.Equal([new DateOnly(2024, 2, 1), new DateOnly(2025, 1, 1)], db.Voyages.AsNoTracking().Single().Stops);
        Assert.Equal("2024!", db.Voyages.AsNoTracking().Single().Name);

        db.Voyages.ExecuteUpdate(set => set.SetProperty(voyage => voyage.Stops[0], voyage => voyage.Stops[1].AddDays(voyage.Id)));
        Assert.Equal([new DateOnly(2025, 1, 2), new DateOnly(2025, 1, 1)], db.Voyages.AsNoTracking().Single().Stops);
    }

    [Fact]
    public void A_part_is_set_to_what_is_computed()
    {
        using var db = Open();

        db.Voyages.ExecuteUpdate(set => set.SetProperty(voyage => voyage.Log.Day, voyage => voyage.Day.AddDays(1)));

        Assert.Equal(new DateOnly(2024, 3, 1), db.Voyages.AsNoTracking().Single().Log.Day);
    }

    [Fact]
    public void Numbers_that_are_stored_as_decimals_have_as_many_digits_as_a_decimal()
    {
        using var db = Open();

        db.Voyages.ExecuteUpdate(set => set.SetProperty(voyage => voyage.Depth, 2.5));

        Assert.Equal(2.5, db.Voyages.AsNoTracking().Single().Depth);
        Assert.Equal("decimal", db.Model.FindEntityType(typeof(Voyage))!.FindProperty(nameof(Voyage.Depth))!.GetColumnType());
    }

    private VoyageContext Open() => new(_database.OptionsFor<VoyageContext>());

    private sealed class VoyageContext(DbContextOptions<VoyageContext> options) : DbContext(options)
    {
        public DbSet<Voyage> Voyages => Set<Voyage>();

        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Voyage>(voyage =>
        {
            voyage.Property(one => one.Id).ValueGeneratedNever();
            voyage.Property(one => one.Depth).HasConversion<decimal>();
            voyage.ComplexProperty(one => one.Log, log => log.ToJson());
        });
    }

    private sealed class Voyage
    {
        public int Id { get; set; }

        public string Name { get; set; } = "";

        public double Depth { get; set; }

        public DateTime Start { get; set; }

        public DateTimeOffset Seen { get; set; }

        public DateOnly Day { get; set; }

        public TimeOnly Time { get; set; }

        public TimeSpan Length { get; set; }

        public Guid Code { get; set; }

        public byte[] Seal { get; set; } = [];

        public DateOnly[] Stops { get; set; } = [new(2024, 2, 1), new(2024, 2, 2)];

        public required Log Log { get; set; }
    }

    private sealed class Log
    {
        public string Note { get; set; } = "";

        public DateTime Start { get; set; }

        public DateTimeOffset Seen { get; set; }

        public DateOnly Day { get; set; }

        public TimeOnly Time { get; set; }

        public TimeSpan Length { get; set; }

        public Guid Code { get; set; }

        public byte[] Seal { get; set; } = [];

        public int[] Marks { get; set; } = [];

        public int[] OldMarks { get; set; } = [9];

        public DateOnly[] Stops { get; set; } = [];
    }
}
