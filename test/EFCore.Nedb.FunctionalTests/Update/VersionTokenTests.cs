using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Nedb.Data;
using Nedb.EntityFrameworkCore.Infrastructure;

namespace Nedb.EntityFrameworkCore.Update;

public sealed class VersionTokenTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public VersionTokenTests()
    {
        using var db = Open();
        db.Database.EnsureCreated();
    }

    public void Dispose() => _database.Dispose();

    [Fact]
    public void A_token_is_the_seq_of_the_version_whatever_its_type()
    {
        using var db = Open();
        var page = new Page { Text = "a" };
        var note = new Note { Text = "a" };
        var plain = new Plain { Text = "a" };
        db.AddRange(page, note, plain);
        db.SaveChanges();

        var nedb = db.Database.Nedb();
        Assert.Equal(nedb.CurrentSeqOf(page), page.Version);
        Assert.Equal(nedb.CurrentSeqOf(note), System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(note.Stamp));
        Assert.Equal(nedb.CurrentSeqOf(plain), db.Entry(plain).Property<long>("_seq").CurrentValue);
        page.Text = "b";
        db.SaveChanges();
        Assert.Equal(nedb.Seq, page.Version);
        using var other = Open();
        Assert.Equal(page.Version, other.Pages.Single().Version);
        Assert.Equal(note.Stamp, other.Notes.Single().Stamp);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_two_writers_of_one_version_the_second_fails_and_sees_what_is_stored(bool isDelete)
    {
        using var first = Open();
        first.Add(new Plain { Text = "a" });
        await first.SaveChangesAsync();
        using var second = Open();
        var late = second.Plains.Single();
        first.Plains.Single().Text = "b";
        await first.SaveChangesAsync();

        if (isDelete)
            second.Remove(late);
        else
            late.Text = "c";
        var failure = await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => second.SaveChangesAsync());

        var entry = Assert.Single(failure.Entries);
        Assert.Same(late, entry.Entity);
        var stored = entry.GetDatabaseValues()!;
        Assert.Equal("b", stored["Text"]);
        entry.OriginalValues.SetValues(stored);
        Assert.Equal(1, second.SaveChanges());
    }

    [Fact]
    public void A_failed_write_takes_back_the_whole_save()
    {
        using var first = Open();
        var plain = new Plain { Text = "a" };
        first.Add(plain);
        first.SaveChanges();
        using (var second = Open())
        {
            second.Plains.Single().Text = "b";
            second.SaveChanges();
        }

        first.Add(new Page { Text = "new" });
        plain.Text = "c";
        Assert.Throws<DbUpdateConcurrencyException>(() => first.SaveChanges());

        using var other = Open();
        Assert.Empty(other.Pages);
        Assert.Equal("b", other.Plains.Single().Text);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task A_failed_save_leaves_the_tokens_of_what_it_wrote_first(bool isInTransaction, bool hasCards)
    {
        using var first = Open();
        var plains = new[] { new Plain { Text = "1" }, new Plain { Text = "2" }, new Plain { Text = "3" } };
        var pages = new[] { new Page { Text = "1" }, new Page { Text = "2" } };
        var cards = new[] { new Card { Text = "1", Side = new() { Text = "1" } }, new Card { Text = "2", Side = new() { Text = "2" } } };
        first.AddRange(plains);
        first.AddRange(pages);
        first.AddRange(cards);
        first.SaveChanges();
        using (var second = Open())
        {
            (await second.Plains.FindAsync(plains[1].Id))!.Text = "theirs";
            second.SaveChanges();
        }

        var tokens = Tokens();
        using var transaction = isInTransaction ? first.Database.BeginTransaction() : null;
        foreach (var plain in plains)
            plain.Text = "mine";
        foreach (var page in pages)
            page.Text = "mine";
        if (hasCards)
            foreach (var card in cards)
                card.Text = card.Side.Text = "mine";
        var failure = isInTransaction
            ? await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => first.SaveChangesAsync())
            : Assert.Throws<DbUpdateConcurrencyException>(() => first.SaveChanges());

        var entry = Assert.Single(failure.Entries);
        Assert.Same(plains[1], entry.Entity);
        Assert.Equal(tokens, Tokens());
        entry.OriginalValues.SetValues(entry.GetDatabaseValues()!);
        first.SaveChanges();
        transaction?.Commit();
        using var other = Open();
        Assert.All(other.Plains, plain => Assert.Equal("mine", plain.Text));
        Assert.Equal(other.Pages.OrderBy(page => page.Id).Select(page => page.Version), pages.Select(page => page.Version));

        long[] Tokens() =>
        [
            .. plains.Select(plain => first.Entry(plain).Property<long>("_seq")).SelectMany(Both),
            .. pages.Select(page => first.Entry(page).Property(p => p.Version)).SelectMany(Both),
            .. cards.Select(card => first.Entry(card).Property<long>("_seq")).SelectMany(Both),
        ];

        static long[] Both<T>(Microsoft.EntityFrameworkCore.ChangeTracking.PropertyEntry<T, long> token)
            where T : class => [token.OriginalValue, token.CurrentValue];
    }

    [Fact]
    public void Tokens_read_in_a_transaction_are_right_after_its_commit()
    {
        using var db = Open();
        var page = new Page { Text = "a" };
        var note = new Note { Text = "a" };
        using (var transaction = db.Database.BeginTransaction())
        {
            db.AddRange(page, note);
            db.SaveChanges();
            page.Text = "b";
            db.SaveChanges();
            // Others commit meanwhile, so that all seqs of the transaction move.
            using (var other = Open())
            {
                other.AddRange(new Plain { Text = "x" }, new Plain { Text = "y" });
                other.SaveChanges();
            }

            transaction.Commit();
        }

        Assert.Equal(EntityState.Unchanged, db.Entry(page).State);
        Assert.Equal(db.Database.Nedb().CurrentSeqOf(page), page.Version);
        Assert.Equal(db.Database.Nedb().CurrentSeqOf(note), System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(note.Stamp));
        page.Text = "c";
        note.Text = "c";
        Assert.Equal(2, db.SaveChanges());
    }

    [Fact]
    public void A_write_to_what_others_wrote_since_the_transaction_began_is_a_concurrency_failure()
    {
        using var db = Open();
        db.Add(new Label { Id = "red", Text = "a" });
        db.SaveChanges();
        using var transaction = db.Database.BeginTransaction();
        db.Labels.Single().Text = "mine";
        db.SaveChanges();
        using (var other = Open())
        {
            other.Labels.Single().Text = "theirs";
            other.SaveChanges();
        }

        Assert.Equal(NedbErrorCode.WriteConflict, Assert.Throws<NedbException>(() => transaction.Commit()).Code);
    }

    private TokenContext Open() => new(_database.OptionsFor<TokenContext>());

    private sealed class TokenContext(DbContextOptions options) : DbContext(options)
    {
        public DbSet<Page> Pages => Set<Page>();

        public DbSet<Note> Notes => Set<Note>();

        public DbSet<Plain> Plains => Set<Plain>();

        public DbSet<Label> Labels => Set<Label>();

        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity<Page>().Property(page => page.Version).IsRowVersion();
            modelBuilder.Entity<Plain>().HasVersionToken();
            // Two entities of one document are written by EF's own commands, and so is all that is saved with them.
            modelBuilder.Entity<Card>().HasVersionToken();
            modelBuilder.Entity<Card>().OwnsOne(card => card.Side);
        }
    }

    private sealed class Page
    {
        public int Id { get; set; }

        public string Text { get; set; } = "";

        public long Version { get; set; }
    }

    private sealed class Note
    {
        public Guid Id { get; set; }

        public string Text { get; set; } = "";

        [Timestamp]
        public byte[] Stamp { get; set; } = [];
    }

    private sealed class Plain
    {
        public int Id { get; set; }

        public string Text { get; set; } = "";
    }

    private sealed class Card
    {
        public int Id { get; set; }

        public string Text { get; set; } = "";

        public Side Side { get; set; } = new();
    }

    private sealed class Side
    {
        public string Text { get; set; } = "";
    }

    private sealed class Label
    {
        public string Id { get; set; } = "";

        public string Text { get; set; } = "";
    }
}
