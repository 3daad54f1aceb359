using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Nedb.EntityFrameworkCore.Infrastructure;

namespace Nedb.EntityFrameworkCore.Query;

/// <summary>Conditions over truth values that converters store as text or as numbers, against the same conditions in memory.</summary>
public sealed class ConvertedConditionTests : IDisposable
{
    private static readonly List<Switch> Rows = [.. MakeRows()];

    private readonly TestDatabase _database = new();

    public ConvertedConditionTests()
    {
        using var db = Open();
        db.Database.EnsureCreated();
        db.AddRange(MakeRows());
        db.SaveChanges();
    }

    public static TheoryData<Expression<Func<Switch, bool>>> Conditions => new(
        row => row.AsText,
        row => row.AsText && row.Number > 2,
        row => row.AsText || row.Number > 2,
        row => !row.AsText,
        row => !row.AsText && !row.AsLetter,
        row => !(row.AsText || row.AsNumber),
        row => row.AsNumber && row.AsLetter,
        row => row.AsText == row.AsOther,
        row => row.AsText == row.AsOther && row.Number > 1,
        row => row.AsText == (row.Number > 2),
        row => (row.Number > 2) != row.AsLetter,
        row => row.AsNumber == !(row.Number > 2),
        row => row.AsText == true && row.AsNumber == false,
        row => row.AsText ? row.Number > 2 : row.AsNumber,
        row => (row.AsText ? 1 : 2) == row.Number,
        row => row.AsText & row.Number > 2,
        row => row.AsText | row.AsNumber,
        row => row.AsText ^ row.Number > 2,
        row => row.AsText == row.AsLetter,
        row => row.AsNumber != row.AsLetter && row.Number > 1,
        row => row.AsText == row.Plain,
        row => row.Plain ? row.AsLetter : row.AsText,
        row => row.Maybe == true,
        row => row.Maybe == null || row.AsText,
        row => row.Maybe != true && row.AsText,
        row => (row.Maybe ?? false) && row.Number > 1,
        row => row.Number > 1 && (row.Maybe == true || !row.AsLetter),
        row => new[] { 1, 2, 3 }.Contains(row.Number) && row.AsLetter);

    public void Dispose() => _database.Dispose();

    [Theory]
    [MemberData(nameof(Conditions))]
    public void A_condition_holds_for_the_rows_for_which_it_holds_in_memory(Expression<Func<Switch, bool>> condition)
    {
        using var db = Open();

        Assert.Equal(
            Rows.Where(condition.Compile()).Select(row => row.Id),
            db.Switches.Where(condition).OrderBy(row => row.Id).Select(row => row.Id));
    }

    [Theory]
    [MemberData(nameof(Conditions))]
    public void A_condition_that_is_selected_is_what_it_is_in_memory(Expression<Func<Switch, bool>> condition)
    {
        using var db = Open();

        Assert.Equal(Rows.Select(condition.Compile()), db.Switches.OrderBy(row => row.Id).Select(condition));
    }

    [Fact]
    public void A_change_of_many_takes_the_rows_of_a_compound_condition()
    {
        using var db = Open();

        Assert.Equal(
            Rows.Count(row => row.AsText && row.Number > 2),
            db.Switches.Where(row => row.AsText && row.Number > 2).ExecuteUpdate(set => set.SetProperty(row => row.AsNumber, true)));
        Assert.Equal(
            Rows.Where(row => (row.AsText && row.Number > 2) || row.AsNumber).Select(row => row.Id),
            db.Switches.Where(row => row.AsNumber && row.Id > 0).OrderBy(row => row.Id).Select(row => row.Id));
    }

    private static IEnumerable<Switch> MakeRows() => Enumerable.Range(1, 48).Select(id => new Switch
    {
        Id = id,
        AsText = (id & 1) != 0,
        AsOther = (id & 2) != 0,
        AsLetter = (id & 4) != 0,
        AsNumber = (id & 8) != 0,
        Plain = id % 7 < 3,
        Number = id % 5,
        Maybe = (id % 3) switch { 0 => null, 1 => true, _ => false },
    });

    private SwitchContext Open() => new(_database.OptionsFor<SwitchContext>());

    public sealed class Switch
    {
        public int Id { get; set; }

        public bool AsText { get; set; }

        public bool AsOther { get; set; }

        public bool AsLetter { get; set; }

        public bool AsNumber { get; set; }

        public bool? Maybe { get; set; }

        public bool Plain { get; set; }

        public int Number { get; set; }
    }

    private sealed class SwitchContext(DbContextOptions<SwitchContext> options) : DbContext(options)
    {
        public DbSet<Switch> Switches => Set<Switch>();

        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Switch>(entity =>
        {
            entity.Property(row => row.Id).ValueGeneratedNever();
            entity.Property(row => row.AsText).HasConversion<string>();
            entity.Property(row => row.AsOther).HasConversion<string>();
            entity.Property(row => row.Maybe).HasConversion<string>();
            entity.Property(row => row.AsLetter).HasConversion(new BoolToStringConverter("n", "Y"));
            entity.Property(row => row.AsNumber).HasConversion(new BoolToZeroOneConverter<int>());
        });
    }
}
