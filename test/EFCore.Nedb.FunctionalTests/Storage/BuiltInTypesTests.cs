using System.Net;
using Microsoft.EntityFrameworkCore;
using Nedb.EntityFrameworkCore.Infrastructure;

namespace Nedb.EntityFrameworkCore.Storage;

public sealed class BuiltInTypesTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Every_type_comes_back_as_it_was_and_is_found_by_its_value(int which)
    {
        var all = which switch { 0 => new Everything { Id = 1 }, 1 => Least(), _ => Usual() };
        using (var db = new EverythingContext(_database.OptionsFor<EverythingContext>()))
        {
            db.Database.EnsureCreated();
            db.Add(all);
            db.SaveChanges();
        }

        using var other = new EverythingContext(_database.OptionsFor<EverythingContext>());
        var read = other.All.Single();
        foreach (var property in typeof(Everything).GetProperties())
            Assert.Equal(property.GetValue(all), property.GetValue(read));
        Assert.Equal(all.Moment.Kind, read.Moment.Kind);
        Assert.Equal(all.Instant.Offset, read.Instant.Offset);
        Assert.Equal(1, other.All.Count(e => e.Bool == all.Bool && e.Byte == all.Byte && e.SByte == all.SByte && e.Short == all.Short));
        Assert.Equal(1, other.All.Count(e => e.UShort == all.UShort && e.UInt == all.UInt && e.Long == all.Long && e.ULong == all.ULong));
        Assert.Equal(1, other.All.Count(e => e.Float == all.Float && e.Double == all.Double && e.Decimal == all.Decimal));
        Assert.Equal(1, other.All.Count(e => e.Letter == all.Letter && e.Text == all.Text && e.Guid == all.Guid && e.Bytes == all.Bytes));
        Assert.Equal(1, other.All.Count(e => e.Date == all.Date && e.Time == all.Time && e.Moment == all.Moment && e.Instant == all.Instant));
        Assert.Equal(1, other.All.Count(e => e.Span == all.Span && e.Day == all.Day && e.Wide == all.Wide && e.Place == all.Place));
        Assert.Equal(1, other.All.Count(e => e.MaybeInt == all.MaybeInt && e.MaybeMoment == all.MaybeMoment && e.MaybeText == all.MaybeText));
    }

    [Fact]
    public void Text_and_numbers_that_do_not_fit_are_refused()
    {
        using var db = new EverythingContext(_database.OptionsFor<EverythingContext>());
        db.Database.EnsureCreated();
        db.Add(new Everything { Id = 1, Text = new string('x', 41) });

        Assert.Throws<DbUpdateException>(() => db.SaveChanges());
        Assert.Empty(db.All.AsNoTracking());
    }

    private static Everything Least() => new()
    {
        Id = int.MinValue,
        SByte = sbyte.MinValue,
        Short = short.MinValue,
        Long = long.MinValue,
        ULong = ulong.MaxValue,
        UInt = uint.MaxValue,
        UShort = ushort.MaxValue,
        Byte = byte.MaxValue,
        Float = float.Epsilon,
        Double = double.MinValue,
        Decimal = decimal.MinValue,
        Letter = '\u20ac',
        Text = "",
        Bytes = [],
        Date = DateOnly.MaxValue,
        Time = TimeOnly.MaxValue,
        Moment = DateTime.MaxValue,
        Instant = DateTimeOffset.MaxValue,
        Span = TimeSpan.MinValue,
        Wide = Wide.Greatest,
    };

    private static Everything Usual() => new()
    {
        Id = 7,
        Bool = true,
        Byte = 1,
        SByte = -2,
        Short = -3,
        UShort = 4,
        UInt = 5,
        Long = -6,
        ULong = 7,
        Float = 1.1f,
        Double = 2.2,
        Decimal = 3.30m,
        Letter = 'x',
        Text = "it's \\ \"quoted\" `so`\n\U0001F600",
        Guid = Guid.Parse("01234567-89ab-cdef-0123-456789abcdef"),
        Bytes = [1, 2, 255],
        Date = new DateOnly(2024, 2, 29),
        Time = new TimeOnly(1, 2, 3, 4),
        Moment = new DateTime(2024, 1, 2, 3, 4, 5, DateTimeKind.Utc).AddTicks(6),
        Instant = new DateTimeOffset(2024, 1, 2, 3, 4, 5, TimeSpan.FromMinutes(-330)),
        Span = TimeSpan.FromTicks(-12345),
        Day = DayOfWeek.Friday,
        Wide = Wide.Greatest,
        Place = new Uri("https://example.org/a?b=c"),
        Address = IPAddress.Parse("2001:db8::1"),
        MaybeInt = 3,
        MaybeMoment = new DateTime(1999, 1, 1),
        MaybeText = "x",
        Days = [DayOfWeek.Monday, DayOfWeek.Sunday],
        Moments = [new DateTimeOffset(2024, 1, 2, 3, 4, 5, TimeSpan.FromHours(2))],
        Maybes = [1, null, 3],
        Texts = ["a", "b"],
    };

    private enum Wide : ulong
    {
        Least,
        Greatest = ulong.MaxValue,
    }

    private sealed class EverythingContext(DbContextOptions options) : DbContext(options)
    {
        public DbSet<Everything> All => Set<Everything>();

        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity<Everything>().Property(e => e.Id).ValueGeneratedNever();
            modelBuilder.Entity<Everything>().Property(e => e.Text).HasMaxLength(40);
            modelBuilder.Entity<Everything>().Property(e => e.Day).HasConversion<string>();
        }
    }

    private sealed class Everything
    {
        public int Id { get; set; }

        public bool Bool { get; set; }

        public byte Byte { get; set; }

        public sbyte SByte { get; set; }

        public short Short { get; set; }

        public ushort UShort { get; set; }

        public uint UInt { get; set; }

        public long Long { get; set; }

        public ulong ULong { get; set; }

        public float Float { get; set; }

        public double Double { get; set; }

        public decimal Decimal { get; set; }

        public char Letter { get; set; }

        public string Text { get; set; } = "";

        public Guid Guid { get; set; }

        public byte[] Bytes { get; set; } = [];

        public DateOnly Date { get; set; }

        public TimeOnly Time { get; set; }

        public DateTime Moment { get; set; }

        public DateTimeOffset Instant { get; set; }

        public TimeSpan Span { get; set; }

        public DayOfWeek Day { get; set; }

        public Wide Wide { get; set; }

        public Uri? Place { get; set; }

        public IPAddress? Address { get; set; }

        public int? MaybeInt { get; set; }

        public DateTime? MaybeMoment { get; set; }

        public string? MaybeText { get; set; }

        public List<DayOfWeek> Days { get; set; } = [];

        public DateTimeOffset[] Moments { get; set; } = [];

        public int?[] Maybes { get; set; } = [];

        public IReadOnlyList<string> Texts { get; set; } = new List<string>();
    }
}
