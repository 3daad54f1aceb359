using System.Linq.Expressions;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Nedb.Data;

namespace Nedb.EntityFrameworkCore.Query;

/// <summary>Contexts that say UseRelationalNulls find the rows that SQLite finds, for every combination of nulls.</summary>
public sealed class RelationalNullsTests : IDisposable
{
    private static readonly int?[] Numbers = [1, 2, null];
    private static readonly int?[] NumbersOnly = [1, 3];
    private static readonly string?[] Nothing = [null];

    private readonly NedbConnection _nedb = new("Data Source=:memory:");
    private readonly SqliteConnection _sqlite = new("Data Source=:memory:");

    public RelationalNullsTests()
    {
        _nedb.Open();
        _sqlite.Open();
        foreach (var db in new[] { OpenNedb(), OpenSqlite() })
            using (db)
            {
                db.Database.EnsureCreated();
                db.AddRange(MakeRows());
                db.SaveChanges();
            }
    }

    public static TheoryData<Expression<Func<Row, bool>>> Conditions => new(
        row => row.A == row.B,
        row => row.A != row.B,
        row => !(row.A == row.B),
        row => row.A != 1,
        row => row.A != 1 && row.A != null,
        row => row.A != 1 || row.A == null,
        row => !(row.A == 1 && row.B == 2),
        row => !(row.A == 1 || row.B == 2),
        row => !(row.A > row.B),
        row => !(row.A + row.B == 3),
        row => (row.A != row.B) == row.F,
        row => (row.A == row.B) != row.F,
        row => row.F == true,
        row => row.F != true,
        row => !(row.F == true),
        row => row.S != "a",
        row => row.S!.ToUpper() != "A",
        row => !EF.Functions.Like(row.S!, "a%"),
        row => Numbers.Contains(row.A),
        row => !Numbers.Contains(row.A),
        row => NumbersOnly.Contains(row.A),
        row => !NumbersOnly.Contains(row.A),
        row => Nothing.Contains(row.S),
        row => !new int?[] { 1, null }.Contains(row.A),
        row => !(row.A == null),
        row => (row.A == row.B ? row.Id : 0) > 5,
        row => (row.A != row.B ? 0 : row.Id) > 5);

    public void Dispose()
    {
        _nedb.Dispose();
        _sqlite.Dispose();
    }

    [Theory]
    [MemberData(nameof(Conditions), DisableDiscoveryEnumeration = true)]
    public void Conditions_hold_where_those_of_sql_hold(Expression<Func<Row, bool>> condition)
    {
        using var nedb = OpenNedb();
        using var sqlite = OpenSqlite();

        Assert.Equal(
            sqlite.Rows.Where(condition).OrderBy(row => row.Id).Select(row => row.Id).ToList(),
            nedb.Rows.Where(condition).OrderBy(row => row.Id).Select(row => row.Id).ToList());
    }

    [Fact]
    public void A_null_in_a_subquery_leaves_open_what_is_not_in_it()
    {
        using var nedb = OpenNedb();

        Assert.Empty(nedb.Rows.Where(row => !nedb.Rows.Select(other => other.B).Contains(row.A)));
        Assert.Empty(nedb.Rows.Where(row => !nedb.Rows.Where(other => other.B != 1).Select(other => other.A).Contains(row.A)));
    }

    [Fact]
    public void Without_it_null_is_equal_to_null()
    {
        using var db = OpenNedb(relationalNulls: false);

        Assert.Contains(db.Rows.Where(row => row.A == row.B), row => row.A is null);
    }

    private static IEnumerable<Row> MakeRows()
    {
        var id = 0;
        foreach (var a in new int?[] { null, 1, 2 })
            foreach (var b in new int?[] { null, 1, 2 })
                foreach (var s in new[] { null, "a", "b" })
                    foreach (var f in new bool?[] { null, false, true })
                        yield return new Row { Id = ++id, A = a, B = b, S = s, F = f };
    }

    private RowContext OpenNedb(bool relationalNulls = true) =>
        new(new DbContextOptionsBuilder<RowContext>().UseNedb(_nedb, nedb => nedb.UseRelationalNulls(relationalNulls)).Options);

    private RowContext OpenSqlite() =>
        new(new DbContextOptionsBuilder<RowContext>().UseSqlite(_sqlite, sqlite => sqlite.UseRelationalNulls()).Options);

    public sealed class Row
    {
        public int Id { get; set; }

        public int? A { get; set; }

        public int? B { get; set; }

        public string? S { get; set; }

        public bool? F { get; set; }
    }

    private sealed class RowContext(DbContextOptions<RowContext> options) : DbContext(options)
    {
        public DbSet<Row> Rows => Set<Row>();

        protected override void OnModelCreating(ModelBuilder modelBuilder) =>
            modelBuilder.Entity<Row>().Property(row => row.Id).ValueGeneratedNever();
    }
}
