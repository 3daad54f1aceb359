using System.Text;
using Microsoft.EntityFrameworkCore;
using Nedb.Data;
using Nedb.Storage.Proofs;

namespace Nedb.EntityFrameworkCore.Infrastructure;

public sealed class ErasureTests : IDisposable
{
    private const string Secret = "ada@secret.example";

    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task Erasable_properties_of_earlier_states_are_gone_and_the_rest_stays_with_its_proof()
    {
        await using var db = Open();
        var guest = new Guest { Id = 1, Name = "Ada", Email = Secret };
        db.Add(guest);
        db.SaveChanges();
        var nedb = db.Database.Nedb();
        var seq = nedb.CurrentSeqOf(guest)!.Value;
        var checkpoint = nedb.Checkpoint;
        guest.Email = null;
        db.SaveChanges();

        Assert.Equal(1, nedb.Erase(guest, new([], "request 17", null)));

        var then = db.Guests.AsNoTracking().AsOf(seq).Single();
        Assert.Equal(("Ada", null), (then.Name, then.Email));
        Assert.Equal(nedb.Seq, db.Guests.AsOf(seq).Select(g => EF.Functions.ErasedSeq(g)).Single());
        Assert.Null(db.Guests.Select(g => EF.Functions.ErasedSeq(g)).Single());
        Assert.True(nedb.Verify(expected: checkpoint).IsIntact);
        Assert.Equal(ProofVerdict.Valid, InclusionVerifier.Verify(nedb.Prove(seq), nedb.Checkpoint));
        Assert.Contains("request 17", Encoding.UTF8.GetString(nedb.Prove(nedb.Seq).Header.Span), StringComparison.Ordinal);
        Assert.Equal(0, await nedb.EraseAsync(guest));
        using (var connection = new NedbConnection(_database.ConnectionString))
            NedbConnection.ClearPool(connection);
        foreach (var file in Directory.GetFiles(_database.Folder, "*", SearchOption.AllDirectories))
            Assert.True(File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(Secret)) < 0, file);
    }

    [Fact]
    public void An_erasable_entity_that_is_deleted_is_erased_wholly_and_reading_it_says_so()
    {
        using var db = Open();
        var note = new Note { Id = 1, Text = Secret };
        db.Add(note);
        db.SaveChanges();
        var seq = db.Database.Nedb().CurrentSeqOf(note)!.Value;
        Assert.Equal(0, db.Database.Nedb().Erase(note)); // the present state stays
        using (var transaction = db.Database.BeginTransaction())
        {
            db.Remove(note);
            db.SaveChanges();
            Assert.Equal(1, db.Database.Nedb().Erase(note));
            transaction.Commit();
        }

        Assert.Equal([1], db.Notes.AsOf(seq).Select(n => n.Id));
        var error = Assert.Throws<NedbException>(() => db.Notes.AsOf(seq).ToList());
        Assert.Equal(NedbErrorCode.Erased, error.Code);
        Assert.Empty(db.Notes.AsOf(seq).Where(n => EF.Functions.ErasedSeq(n) == null).ToList());
    }

    [Fact]
    public void What_the_model_does_not_call_erasable_is_not_erased_by_its_entity()
    {
        using var db = Open();
        var error = Assert.Throws<InvalidOperationException>(() => db.Database.Nedb().Erase(new Plain { Id = 1 }));
        Assert.Contains("IsErasable()", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_and_a_required_property_cannot_be_erasable()
    {
        Assert.Contains("part of a key", Refused(model => model.Entity<Guest>().Property(g => g.Id).IsErasable()), StringComparison.Ordinal);
        Assert.Contains("optional", Refused(model => model.Entity<Guest>().Property(g => g.Name).IsErasable()), StringComparison.Ordinal);
    }

    private static string Refused(Action<ModelBuilder> configure)
    {
        using var db = new ConfiguredContext(configure);
        return Assert.Throws<InvalidOperationException>(() => db.Model).Message;
    }

    private ErasureContext Open()
    {
        var db = new ErasureContext(_database.OptionsFor<ErasureContext>());
        db.Database.EnsureCreated();
        return db;
    }

    private sealed class Guest
    {
        public int Id { get; set; }

        public required string Name { get; set; }

        public string? Email { get; set; }
    }

    private sealed class Note
    {
        public int Id { get; set; }

        public string? Text { get; set; }
    }

    private sealed class Plain
    {
        public int Id { get; set; }
    }

    private sealed class ErasureContext(DbContextOptions options) : DbContext(options)
    {
        public DbSet<Guest> Guests => Set<Guest>();

        public DbSet<Note> Notes => Set<Note>();

        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity<Guest>().Property(guest => guest.Email).IsErasable();
            modelBuilder.Entity<Note>().IsErasable();
            modelBuilder.Entity<Plain>();
        }
    }
}
