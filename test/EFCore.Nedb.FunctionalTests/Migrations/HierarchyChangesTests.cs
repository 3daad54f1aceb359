using Microsoft.EntityFrameworkCore;

namespace Nedb.EntityFrameworkCore.Migrations;

/// <summary>A hierarchy that a migration stores in another way, read as of a time before.</summary>
public sealed class HierarchyChangesTests : IDisposable
{
    private readonly Evolution _evolution = new();

    public void Dispose() => _evolution.Dispose();

    [Fact]
    public void A_row_whose_type_cannot_be_told_says_that_its_collections_were_not_there_yet()
    {
        _evolution.Create(Hierarchy(isTph: true), "INSERT INTO Pets (Id, Kind, Lives) VALUES (1, 'Cat', 9)");
        var seq = _evolution.Seq;
        _evolution.Change(Hierarchy(isTph: true), Hierarchy(isTph: false));
        using var context = _evolution.Open(Hierarchy(isTph: false));

        var failure = Assert.Throws<InvalidOperationException>(() => context.Set<Pet>().AsOf(seq).ToList());

        Assert.Contains("were not there yet", failure.Message, StringComparison.Ordinal);
        Assert.Equal([1], context.Set<Pet>().AsOf(seq).Select(pet => pet.Id));
    }

    private static Action<ModelBuilder> Hierarchy(bool isTph) => builder =>
    {
        builder.Entity<Pet>(pet =>
        {
            pet.ToTable("Pets");
            pet.Property(p => p.Id).ValueGeneratedNever();
            if (isTph)
                pet.HasDiscriminator<string>("Kind");
        });
        builder.Entity<Cat>();
        builder.Entity<Dog>();
        if (isTph)
            return;
        builder.Entity<Cat>().ToTable("Cats");
        builder.Entity<Dog>().ToTable("Dogs");
    };

    private abstract class Pet
    {
        public int Id { get; set; }
    }

    private sealed class Cat : Pet
    {
        public int Lives { get; set; }
    }

    private sealed class Dog : Pet
    {
        public int Size { get; set; }
    }
}
