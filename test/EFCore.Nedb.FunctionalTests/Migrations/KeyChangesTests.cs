using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Nedb.EntityFrameworkCore.Infrastructure;

namespace Nedb.EntityFrameworkCore.Migrations;

/// <summary>A primary key that a migration drops and adds again.</summary>
public sealed class KeyChangesTests : IDisposable
{
    private const string TwoRows = "INSERT INTO Old (Id, Name) VALUES (1, 'one'), (2, 'two')";

    private readonly Evolution _evolution = new();

    public void Dispose() => _evolution.Dispose();

    [Fact]
    public void Renaming_the_table_of_an_entity_writes_no_document()
    {
        _evolution.Create(Named("Old"), TwoRows);
        var seqs = _evolution.Read("SELECT Id, _seq FROM Old ORDER BY Id");
        var before = _evolution.Seq;

        _evolution.Change(Named("Old"), Named("New"));

        Assert.Equal(seqs, _evolution.Read("SELECT Id, _seq FROM New ORDER BY Id"));
        Assert.Equal("2", _evolution.Read("SELECT count(*) FROM HISTORY(New)"));
        // The new name, and the new name of the key.
        Assert.Equal(before + 2, _evolution.Seq);
    }

    [Fact]
    public void Renaming_the_table_back_does_not_either()
    {
        _evolution.Create(Named("Old"), TwoRows);
        _evolution.Change(Named("Old"), Named("New"));

        _evolution.Change(Named("New"), Named("Old"));
        _evolution.Change(Named("Old"), Named("Other"));

        Assert.Equal("2", _evolution.Read("SELECT count(*) FROM HISTORY(Other)"));
    }

    [Fact]
    public void A_key_column_may_be_renamed_with_its_table_and_others_may_go()
    {
        _evolution.Create(Named("Old"), TwoRows);

        _evolution.Change(
            Named("Old"),
            builder => builder.Entity("Thing", thing =>
            {
                thing.ToTable("New");
                thing.Property<int>("Id").HasColumnName("Number").ValueGeneratedNever();
                thing.Property<int?>("Size");
            }));

        Assert.Equal("1,;2,", _evolution.Read("SELECT Number, Size FROM New ORDER BY Number"));
        Assert.Equal("2", _evolution.Read("SELECT count(*) FROM HISTORY(New)"));
    }

    [Fact]
    public void Tables_that_refer_to_each_other_are_renamed_together()
    {
        _evolution.Create(Related("Writer", "Text"), "INSERT INTO Writer (Id) VALUES (1)", "INSERT INTO Text (Id, WriterId) VALUES (7, 1)");

        _evolution.Change(Related("Writer", "Text"), Related("Author", "Book"));

        Assert.Equal("7,1", _evolution.Read("SELECT b.Id, a.Id FROM Book AS b JOIN Author AS a ON a.Id = b.WriterId"));
        Assert.Equal("1,1", _evolution.Read("SELECT (SELECT count(*) FROM HISTORY(Book)), (SELECT count(*) FROM HISTORY(Author))"));
    }

    [Fact]
    public void Documents_move_once_to_a_key_of_other_columns()
    {
        _evolution.Create(Named("Old"), TwoRows);

        _evolution.Change(Named("Old"), builder => builder.Entity("Thing", thing =>
        {
            thing.ToTable("Old");
            thing.Property<string>("Name").IsRequired();
            thing.HasKey("Name");
        }));

        Assert.Equal("one;two", _evolution.Read("SELECT _id FROM Old ORDER BY Name"));
        Assert.Equal("6", _evolution.Read("SELECT count(*) FROM HISTORY(Old)"));
    }

    [Fact]
    public void A_generated_key_numbers_the_documents_in_the_order_of_the_old_one()
    {
        _evolution.Create(Natural, "INSERT INTO Thing (Code, Part, Size) VALUES ('b', 1, 10), ('a', 2, 20), ('a', 1, 30)");

        _evolution.Change(Natural, Generated);

        Assert.Equal("1,a,1,30;2,a,2,20;3,b,1,10", _evolution.Read("SELECT Id, Code, Part, Size FROM Thing ORDER BY Id"));
        using var context = _evolution.Open(Generated);
        context.Set<Dictionary<string, object>>("Thing").Add(new() { ["Code"] = "c", ["Part"] = 1, ["Size"] = 40 });
        context.SaveChanges();
        Assert.Equal("4,c", _evolution.Read("SELECT Id, Code FROM Thing ORDER BY Id DESC LIMIT 1"));
    }

    [Fact]
    public void A_generated_key_can_be_taken_back_and_given_again()
    {
        _evolution.Create(Generated, "INSERT INTO Thing (Id, Code, Part, Size) VALUES (7, 'b', 1, 10), (9, 'a', 2, 20)");

        _evolution.Change(Generated, Natural);
        Assert.Equal("a,2;b,1", _evolution.Read("SELECT Code, Part FROM Thing"));
        _evolution.Change(Natural, Generated);

        Assert.Equal("1,a;2,b", _evolution.Read("SELECT Id, Code FROM Thing ORDER BY Id"));
    }

    [Fact]
    public void A_generated_key_may_take_the_place_of_the_column_that_was_the_key()
    {
        Action<ModelBuilder> before = builder => builder.Entity("Thing", thing =>
        {
            thing.Property<string>("Code");
            thing.HasKey("Code");
            thing.Property<int>("Size");
        });
        _evolution.Create(before, "INSERT INTO Thing (Code, Size) VALUES ('b', 10), ('a', 20)");

        _evolution.Change(before, builder => builder.Entity("Thing", thing =>
        {
            thing.Property<int>("Id");
            thing.Property<int>("Size");
        }));

        Assert.Equal("1,20;2,10", _evolution.Read("SELECT Id, Size FROM Thing ORDER BY Id"));
    }

    [Fact]
    public void What_may_need_the_old_key_to_be_gone_finds_it_gone()
    {
        using var context = new ConfiguredContext(_ => { });

        var commands = context.GetService<IMigrationsSqlGenerator>().Generate(
        [
            new DropPrimaryKeyOperation { Table = "a", Name = "p" },
            new SqlOperation { Sql = "UPDATE a SET x = x + 1;" },
            new AddPrimaryKeyOperation { Table = "a", Name = "p", Columns = ["x"] },
        ]);

        Assert.Equal(
            "ALTER COLLECTION a DROP CONSTRAINT p;|UPDATE a SET x = x + 1;|ALTER COLLECTION a ADD CONSTRAINT p PRIMARY KEY (x);",
            string.Join('|', commands.Select(command => command.CommandText.Trim())));
    }

    private static Action<ModelBuilder> Named(string table) => builder => builder.Entity("Thing", thing =>
    {
        thing.ToTable(table);
        thing.Property<int>("Id").ValueGeneratedNever();
        thing.Property<string>("Name");
    });

    private static void Natural(ModelBuilder builder) => builder.Entity("Thing", thing =>
    {
        thing.Property<string>("Code");
        thing.Property<int>("Part");
        thing.HasKey("Code", "Part");
        thing.Property<int>("Size");
    });

    private static void Generated(ModelBuilder builder) => builder.Entity("Thing", thing =>
    {
        thing.Property<int>("Id");
        thing.Property<string>("Code").IsRequired();
        thing.Property<int>("Part");
        thing.Property<int>("Size");
    });

    private static Action<ModelBuilder> Related(string principal, string dependent) => builder =>
    {
        builder.Entity("Writer", writer =>
        {
            writer.ToTable(principal);
            writer.Property<int>("Id").ValueGeneratedNever();
        });
        builder.Entity("Text", text =>
        {
            text.ToTable(dependent);
            text.Property<int>("Id").ValueGeneratedNever();
            text.HasOne("Writer", null).WithMany().HasForeignKey("WriterId");
        });
    };
}
