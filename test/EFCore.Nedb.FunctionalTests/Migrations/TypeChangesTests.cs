using Microsoft.EntityFrameworkCore;

namespace Nedb.EntityFrameworkCore.Migrations;

/// <summary>A column that gets another type while it has values.</summary>
public sealed class TypeChangesTests : IDisposable
{
    private readonly Evolution _evolution = new();

    public void Dispose() => _evolution.Dispose();

    [Theory]
    [InlineData(typeof(int), typeof(string), "1", "\"1\"")]
    [InlineData(typeof(string), typeof(int), "'22'", "22")]
    [InlineData(typeof(string), typeof(decimal), "'2.50'", "2.50m")]
    [InlineData(typeof(bool), typeof(int), "true", "1")]
    [InlineData(typeof(int), typeof(bool), "1", "true")]
    [InlineData(typeof(double), typeof(int), "2.9", "2")]
    [InlineData(typeof(double), typeof(decimal), "0.5", "0.5m")]
    [InlineData(typeof(long), typeof(int), "5", "5")]
    [InlineData(typeof(int), typeof(double), "5", "5")]
    [InlineData(typeof(string), typeof(Guid), "'00112233-4455-6677-8899-aabbccddeeff'", "guid \"00112233-4455-6677-8899-aabbccddeeff\"")]
    [InlineData(typeof(Guid), typeof(string), "guid '00112233-4455-6677-8899-aabbccddeeff'", "\"00112233-4455-6677-8899-aabbccddeeff\"")]
    [InlineData(typeof(DateTime), typeof(DateTimeOffset), "timestamp '2024-01-02T03:04:05'", "timestamptz \"2024-01-02T03:04:05+00:00\"")]
    [InlineData(typeof(DateTimeOffset), typeof(DateTime), "timestamptz '2024-01-02T03:04:05+02:00'", "timestamp \"2024-01-02T03:04:05\"")]
    [InlineData(typeof(DateTime), typeof(DateOnly), "timestamp '2024-01-02T03:04:05'", "date \"2024-01-02\"")]
    [InlineData(typeof(DateOnly), typeof(DateTime), "date '2024-01-02'", "timestamp \"2024-01-02T00:00:00\"")]
    [InlineData(typeof(DateOnly), typeof(string), "date '2024-01-02'", "\"2024-01-02\"")]
    public void Values_are_converted_as_CAST_does(Type before, Type after, string value, string expected)
    {
        _evolution.Create(Of(before), $"INSERT INTO T (Id, V) VALUES (1, {value})");

        _evolution.Change(Of(before), Of(after));

        Assert.Equal("1", _evolution.Read($"SELECT Id FROM T WHERE V = {expected}"));
        using var context = _evolution.Open(Of(after));
        Assert.IsType(after, context.Set<Dictionary<string, object>>("T").AsNoTracking().Single()["V"]);
    }

    [Fact]
    public void Text_of_JSON_becomes_the_list_that_it_is_of()
    {
        _evolution.Create(Of(typeof(string)), "INSERT INTO T (Id, V) VALUES (1, '[1,2]')");

        _evolution.Change(Of(typeof(string)), Of(typeof(List<int>)));

        Assert.Equal("2", _evolution.Read("SELECT V[1] FROM T"));
    }

    [Fact]
    public void Nulls_defaults_and_indexes_stay()
    {
        Action<ModelBuilder> before = builder => builder.Entity("T", e =>
        {
            e.Property<int>("Id").ValueGeneratedNever();
            e.Property<string>("V").HasDefaultValue("7");
            e.HasIndex("V").IsUnique();
        });
        Action<ModelBuilder> after = builder => builder.Entity("T", e =>
        {
            e.Property<int>("Id").ValueGeneratedNever();
            e.Property<int?>("V").HasDefaultValue(7);
            e.HasIndex("V").IsUnique();
        });
        _evolution.Create(before, "INSERT INTO T (Id, V) VALUES (1, '10'), (2, '9'), (3, NULL)");

        _evolution.Change(before, after);
        Execute(after, "INSERT INTO T (Id) VALUES (4)");

        Assert.Equal("3,;4,7;2,9;1,10", _evolution.Read("SELECT Id, V FROM T ORDER BY V"));
        Assert.Equal("2", _evolution.Read("SELECT Id FROM T WHERE V = 9"));
        Assert.ThrowsAny<Exception>(() => Execute(after, "INSERT INTO T (Id, V) VALUES (5, 9)"));
    }

    [Fact]
    public void A_value_that_cannot_be_converted_refuses_the_migration_and_is_named()
    {
        _evolution.Create(Of(typeof(string)), "INSERT INTO T (Id, V) VALUES (1, '1'), (2, 'two')");
        var before = _evolution.Seq;

        var refusal = Assert.ThrowsAny<Exception>(() => _evolution.Change(Of(typeof(string)), Of(typeof(int))));

        Assert.Contains("\"two\"", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("in the document 2 of 'T'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("correct its value first", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, _evolution.Seq);
        Assert.Equal("1,1;2,two", _evolution.Read("SELECT Id, V FROM T ORDER BY Id"));
    }

    [Fact]
    public void Keys_are_converted_with_what_refers_to_them()
    {
        _evolution.Create(
            Related<int>, "INSERT INTO P (Id) VALUES (5), (10)", "INSERT INTO T (Id, PId) VALUES (1, 5), (2, 10)");

        _evolution.Change(Related<int>, Related<string>);

        Assert.Equal("1,5;2,10", _evolution.Read("SELECT T.Id, P.Id FROM T JOIN P ON T.PId = P.Id ORDER BY T.Id"));
        Assert.ThrowsAny<Exception>(() => Execute(Related<string>, "INSERT INTO T (Id, PId) VALUES (3, 'none')"));
        Assert.ThrowsAny<Exception>(() => Execute(Related<string>, "INSERT INTO P (Id) VALUES ('5')"));
        _evolution.Change(Related<string>, Related<int>);
        Assert.Equal("5;10", _evolution.Read("SELECT Id FROM P ORDER BY Id"));
    }

    [Fact]
    public void Earlier_versions_keep_the_values_that_were_written()
    {
        _evolution.Create(Of(typeof(string)), "INSERT INTO T (Id, V) VALUES (1, '22')");
        var seq = _evolution.Seq;

        _evolution.Change(Of(typeof(string)), Of(typeof(int)));

        Assert.Equal("22", _evolution.Read($"SELECT V FROM T AS OF {seq}"));
        using var context = _evolution.Open(Of(typeof(int)));
        var failure = Assert.Throws<InvalidCastException>(() => context.Set<Dictionary<string, object>>("T").AsOf(seq).ToList());
        Assert.Contains("is String in this row", failure.Message, StringComparison.Ordinal);
    }

    private void Execute(Action<ModelBuilder> model, string statement)
    {
        using var context = _evolution.Open(model);
        context.Database.ExecuteSqlRaw(statement);
    }

    private static Action<ModelBuilder> Of(Type type) => builder => builder.Entity("T", e =>
    {
        e.Property<int>("Id").ValueGeneratedNever();
        e.Property(type, "V");
    });

    private static void Related<TKey>(ModelBuilder builder)
    {
        builder.Entity("P", e => e.Property<TKey>("Id").ValueGeneratedNever());
        builder.Entity("T", e =>
        {
            e.Property<int>("Id").ValueGeneratedNever();
            e.Property<TKey>("PId");
            e.HasOne("P", null).WithMany().HasForeignKey("PId");
        });
    }
}
