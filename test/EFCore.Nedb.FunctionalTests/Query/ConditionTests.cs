using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Nedb.EntityFrameworkCore.Infrastructure;

namespace Nedb.EntityFrameworkCore.Query;

/// <summary>Conditions hold for the rows for which they hold in C#, whatever they stand in and whatever is null.</summary>
public sealed class ConditionTests : IDisposable
{
    private static readonly bool[] Both = [true, false];
    private static readonly List<Thing> Rows = [.. MakeRows()];

    private readonly TestDatabase _database = new();

    public ConditionTests()
    {
        using var db = Open();
        db.Database.EnsureCreated();
        db.AddRange(MakeRows());
        db.SaveChanges();
    }

    public static TheoryData<Expression<Func<Thing, bool>>> Conditions => new(
        thing => thing.Id > 5 && Both.Contains(thing.Flag || thing.Number > 3),
        thing => thing.Id > 5 && new[] { true, false }.Contains(thing.Flag || thing.Number > 3),
        thing => !new[] { true, false }.Contains(!thing.Flag),
        thing => new[] { true }.Contains(!thing.Flag),
        thing => new[] { true }.Contains(thing.Flag == (thing.Number > 1)),
        thing => thing.Id < 4 && !new[] { true }.Contains(thing.Flag && thing.Number > 3),
        thing => new bool?[] { null }.Contains(thing.Maybe ^ thing.Flag),
        thing => (thing.Maybe ^ true) == true,
        thing => (thing.Maybe ^ thing.Flag) == null,
        thing => (thing.Maybe ^ thing.Flag) != true,
        thing => thing.Flag ^ (thing.Number > 3),
        thing => !((thing.Maybe | (bool?)thing.Flag) == true),
        thing => (!(thing.Maybe & (bool?)thing.Flag)) == true,
        thing => Convert.ToBoolean(thing.Number),
        thing => !Convert.ToBoolean(thing.Number));

    public static TheoryData<Expression<Func<Thing, bool?>>> Values => new(
        thing => thing.Maybe ^ thing.Flag,
        thing => thing.Flag ^ thing.Maybe,
        thing => thing.Maybe ^ thing.Maybe,
        thing => !(thing.Maybe ^ thing.Flag),
        thing => !(thing.Maybe | (bool?)thing.Flag),
        thing => !(thing.Maybe & (bool?)thing.Flag));

    public void Dispose() => _database.Dispose();

    [Theory]
    [MemberData(nameof(Conditions))]
    public void A_condition_holds_for_the_rows_for_which_it_holds_in_memory(Expression<Func<Thing, bool>> condition)
    {
        using var db = Open();

        Assert.Equal(Rows.Where(condition.Compile()).Select(thing => thing.Id), db.Things.Where(condition).Select(thing => thing.Id));
    }

    [Theory]
    [MemberData(nameof(Values))]
    public void A_condition_that_is_selected_is_null_where_it_is_in_memory(Expression<Func<Thing, bool?>> value)
    {
        using var db = Open();

        Assert.Equal(Rows.Select(value.Compile()), db.Things.OrderBy(thing => thing.Id).Select(value));
    }

    [Fact]
    public void What_is_looked_for_in_a_query_is_one_operand_also_where_rows_are_deleted()
    {
        using var db = Open();

        Assert.Equal(0, db.Things.Where(thing => thing.Id > 100 && db.Things.Select(other => other.Flag).Contains(thing.Flag || thing.Id > 0))
            .ExecuteDelete());
        Assert.Equal(0, db.Things.Where(thing => thing.Id > 100 && Both.Contains(thing.Flag || thing.Id > 0))
            .ExecuteUpdate(set => set.SetProperty(thing => thing.Number, 0)));
        Assert.Equal(Rows.Count, db.Things.Count());
    }

    [Fact]
    public void The_opposite_of_what_an_optional_navigation_leads_to_does_not_hold_where_it_leads_nowhere()
    {
        using var db = Open();

        Assert.Equal(
            Rows.Where(thing => thing.Parent is { } parent && !(parent.Flag || parent.Id > 100)).Select(thing => thing.Id),
            db.Things.Where(thing => !(EF.Constant(new List<int>()).Contains(thing.Id) ? thing.Flag : thing.Parent!.Flag || thing.Parent.Id > 100))
                .Select(thing => thing.Id));
        Assert.Equal(
            Rows.Where(thing => thing.Parent?.Flag ^ thing.Flag ?? false).Select(thing => thing.Id),
            db.Things.Where(thing => thing.Flag ^ thing.Parent!.Flag).Select(thing => thing.Id));
        Assert.Equal(
            Rows.Where(thing => thing.Parent is { Number: not (null or 0) }).Select(thing => thing.Id),
            db.Things.Where(thing => Convert.ToBoolean(thing.Parent!.Number)).Select(thing => thing.Id));
    }

    [Fact]
    public void The_opposite_of_a_choice_that_is_no_choice_is_null_where_it_is_in_memory()
    {
        using var db = Open();

        Assert.Equal(
            Rows.Select(thing => !(thing.Maybe | thing.Flag)),
            db.Things.OrderBy(thing => thing.Id).Select(
                thing => !(EF.Constant(new List<int>()).Contains(thing.Id) ? thing.Maybe : (thing.Maybe | (bool?)thing.Flag))));
    }

    [Fact]
    public void The_opposite_of_a_negative_number_is_no_comment()
    {
        using var db = Open();

        Assert.Equal(
            Rows.Where(thing => thing.Id > 5).Select(thing => thing.Id),
            db.Things.Where(thing => thing.Id > -EF.Constant(-5) && thing.Id < 100).Select(thing => thing.Id));
        Assert.Equal(
            Rows.Select(thing => - -thing.Id), db.Things.Select(thing => - -thing.Id));
    }

    [Fact]
    public void A_join_on_nothing_finds_nothing()
    {
        using var db = Open();
        int? none = null;

        Assert.Empty(db.Things.Join(db.Things, _ => none, right => right.Number, (left, right) => left.Id));
        Assert.Equal(
            Rows.Select(thing => thing.Id),
            db.Things.LeftJoin(db.Things, _ => none, right => right.Number, (left, right) => left.Id).Order());
    }

    private static IEnumerable<Thing> MakeRows()
    {
        bool?[] maybes = [null, true, false];
        var things = new List<Thing>();
        for (var id = 1; id <= 12; id++)
            things.Add(new()
            {
                Id = id,
                Flag = id % 2 == 0,
                Maybe = maybes[id % 3],
                Number = id % 5 == 0 ? null : id % 4,
                Parent = id > 6 ? things[id - 7] : null,
                ParentId = id > 6 ? id - 6 : null,
            });
        return things;
    }

    private ThingsContext Open() => new(_database.OptionsFor<ThingsContext>());

    public sealed class Thing
    {
        public int Id { get; set; }

        public bool Flag { get; set; }

        public bool? Maybe { get; set; }

        public int? Number { get; set; }

        public int? ParentId { get; set; }

        public Thing? Parent { get; set; }
    }

    private sealed class ThingsContext(DbContextOptions<ThingsContext> options) : DbContext(options)
    {
        public DbSet<Thing> Things => Set<Thing>();

        protected override void OnModelCreating(ModelBuilder modelBuilder) =>
            modelBuilder.Entity<Thing>().Property(thing => thing.Id).ValueGeneratedNever();
    }
}
