using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Nedb.Data;
using Nedb.EntityFrameworkCore.Infrastructure;

namespace Nedb.EntityFrameworkCore.Update;

public sealed class ProvenanceTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public ProvenanceTests()
    {
        using var db = Open();
        db.Database.EnsureCreated();
    }

    public void Dispose() => _database.Dispose();

    [Fact]
    public void A_write_says_why_it_was_made()
    {
        using var db = Open();
        var message = new Message { Id = "msg_1", Text = "I like it dark" };
        db.Add(message);
        db.SaveChanges();

        db.Add(new Belief { Id = "dark_mode", Value = "yes" }).CausedBy(message).WithEvidence("user_message").WithConfidence(0.95);
        db.SaveChanges();

        var why = Why("dark_mode");
        Assert.Equal([db.Database.Nedb().CurrentSeqOf(message)!.Value], why.Causes);
        Assert.Equal("user_message", why.Evidence);
        Assert.Equal(0.95, why.Confidence);
    }

    [Fact]
    public void A_cause_is_stored_before_its_effect_even_if_it_was_added_later()
    {
        using var db = Open();
        // EF sorts by the names of tables, and Belief comes before Message.
        var message = new Message { Id = "msg_1", Author = new Author { Name = "Ada" } };
        db.Add(new Belief { Id = "dark_mode" }).CausedBy(message);
        db.Add(message);

        db.SaveChanges();

        var nedb = db.Database.Nedb();
        Assert.Equal([nedb.CurrentSeqOf(message)!.Value], Why("dark_mode").Causes);
        Assert.True(nedb.CurrentSeqOf(message.Author!) < nedb.CurrentSeqOf(message));
        Assert.Equal(3, nedb.LastCommit!.Count);
    }

    [Fact]
    public void Causes_of_the_same_transaction_are_right_when_others_commit_meanwhile()
    {
        using var db = Open();
        var message = new Message { Id = "msg_1" };
        using (var transaction = db.Database.BeginTransaction())
        {
            db.Add(message);
            db.SaveChanges();
            db.Add(new Belief { Id = "dark_mode" }).CausedBy(message);
            db.SaveChanges();
            using (var other = Open())
            {
                other.AddRange(new Message { Id = "x" }, new Message { Id = "y" });
                other.SaveChanges();
            }

            transaction.Commit();
        }

        Assert.Equal([db.Database.Nedb().CurrentSeqOf(message)!.Value], Why("dark_mode").Causes);
    }

    [Fact]
    public void A_cause_that_must_come_after_its_effect_is_refused()
    {
        using var db = Open();
        var author = new Author { Name = "Ada" };
        var message = new Message { Id = "msg_1", Author = author };
        db.Add(message);
        db.Entry(author).CausedBy(message);

        Assert.Equal(NedbStrings.CauseCycle(nameof(Author), nameof(Message)), Assert.Throws<InvalidOperationException>(() => db.SaveChanges()).Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_new_entity_that_names_itself_as_its_cause_is_refused_before_anything_is_written(bool hasGeneratedKey)
    {
        using var db = Open();
        var seq = db.Database.Nedb().Seq;
        var author = new Author { Name = "Ada" };
        var belief = new Belief { Id = "dark_mode" };
        db.Add(new Message { Id = "msg_1" });
        db.AddRange(author, belief);
        if (hasGeneratedKey)
            db.Entry(author).CausedBy(author);
        else
            db.Entry(belief).CausedBy(belief);

        var failure = Assert.Throws<InvalidOperationException>(() => db.SaveChanges());

        Assert.Equal(NedbStrings.CauseIsItself(hasGeneratedKey ? nameof(Author) : nameof(Belief)), failure.Message);
        Assert.Equal(seq, db.Database.Nedb().Seq);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_stored_entity_that_names_itself_as_its_cause_means_the_version_before(bool isInTransaction)
    {
        using var db = Open();
        var message = new Message { Id = "msg_1" };
        var belief = new Belief { Id = "dark_mode", Value = "1" };
        db.AddRange(belief, message);
        db.SaveChanges();
        var before = db.Database.Nedb().CurrentSeqOf(belief)!.Value;

        belief.Value = "2";
        message.Text = "2";
        using (var transaction = isInTransaction ? db.Database.BeginTransaction() : null)
        {
            db.Entry(belief).CausedBy(belief, message);
            db.SaveChanges();
            transaction?.Commit();
        }

        Assert.Equal([before, db.Database.Nedb().CurrentSeqOf(message)!.Value], Why("dark_mode").Causes);
        before = db.Database.Nedb().CurrentSeqOf(belief)!.Value;
        db.Remove(belief).CausedBy(belief);
        db.SaveChanges();
        using var connection = new NedbConnection(_database.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand("FROM HISTORY(Beliefs) SELECT _seq, _caused_by");
        using var reader = command.ExecuteReader();
        var causes = new List<long[]>();
        while (reader.Read())
            causes.Add(reader.IsDBNull(1) ? [] : reader.GetFieldValue<long[]>(1));
        Assert.Contains(causes, found => found.Contains(before) && found.Length == 1);
    }

    [Fact]
    public void A_cause_that_is_not_there_is_refused()
    {
        using var db = Open();
        db.Add(new Belief { Id = "a" }).CausedBy(new Message { Id = "nowhere" });
        Assert.Contains("is not stored", Message(db), StringComparison.Ordinal);

        db.ChangeTracker.Clear();
        db.Add(new Belief { Id = "b" }).CausedBy("text");
        Assert.Contains("cannot be a cause", Message(db), StringComparison.Ordinal);

        db.ChangeTracker.Clear();
        db.Add(new Belief { Id = "c" }).CausedBy(1_000_000L);
        var failure = Assert.Throws<DbUpdateException>(() => db.SaveChanges());
        Assert.Equal(NedbErrorCode.CauseNotFound, Assert.IsType<NedbException>(failure.InnerException).Code);

        static string Message(DbContext db)
        {
            var failure = Assert.ThrowsAny<Exception>(() => db.SaveChanges());
            return (failure.InnerException ?? failure).Message;
        }
    }

    [Fact]
    public async Task What_is_said_about_a_commit_holds_for_all_its_writes_without_their_own()
    {
        await using var db = Open();
        var message = new Message { Id = "msg_1" };
        db.Add(message);
        db.Add(new Belief { Id = "a" });
        db.Add(new Belief { Id = "b" }).WithEvidence("own");

        await db.SaveChangesAsync(new CommitOptions { CausedBy = [message], Evidence = "commit", Confidence = 0.5, Client = "me", Nonce = 1 });

        var seq = db.Database.Nedb().CurrentSeqOf(message)!.Value;
        Assert.Equal([seq], Why("a").Causes);
        Assert.Equal("commit", Why("a").Evidence);
        Assert.Equal("own", Why("b").Evidence);
        Assert.Equal(0.5, Why("b").Confidence);
        db.Add(new Belief { Id = "c" });
        var failure = await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync(new CommitOptions { Client = "me", Nonce = 1 }));
        Assert.Equal(NedbErrorCode.ReplayMismatch, Assert.IsType<NedbException>(failure.InnerException).Code);
        await db.SaveChangesAsync();
        Assert.Null(Why("c").Evidence);
    }

    [Fact]
    public void A_delete_says_why_too()
    {
        using var db = Open();
        var message = new Message { Id = "msg_1" };
        var belief = new Belief { Id = "dark_mode" };
        db.AddRange(message, belief);
        db.SaveChanges();

        db.Remove(belief).CausedBy(message).WithEvidence("changed my mind");
        db.SaveChanges();

        var proof = db.Database.Nedb().Prove(db.Database.Nedb().Seq);
        Assert.Equal(db.Database.Nedb().Seq, proof.Seq);
        Assert.Empty(db.Beliefs);
    }

    [Fact]
    public void What_is_said_in_a_scope_reaches_bulk_writes()
    {
        using var db = Open();
        db.Add(new Belief { Id = "a", Value = "1" });
        db.SaveChanges();

        using (db.Database.Nedb().BeginCommit(new CommitOptions { Evidence = "bulk" }))
            db.Beliefs.ExecuteUpdate(update => update.SetProperty(belief => belief.Value, "2"));

        Assert.Equal("bulk", Why("a").Evidence);
    }

    [Fact]
    public void A_pooled_context_says_nothing_that_another_user_said()
    {
        using var provider = new ServiceCollection()
            .AddDbContextPool<BeliefContext>(options => options.UseNedb(_database.ConnectionString), poolSize: 1)
            .BuildServiceProvider();
        BeliefContext first;
        using (var scope = provider.CreateScope())
        {
            first = scope.ServiceProvider.GetRequiredService<BeliefContext>();
            first.Add(new Belief { Id = "lost" }).WithEvidence("leak");
            first.Database.Nedb().BeginCommit(new CommitOptions { Evidence = "leak" });
        }

        using (var scope = provider.CreateScope())
        {
            var second = scope.ServiceProvider.GetRequiredService<BeliefContext>();
            Assert.Same(first, second);
            second.Add(new Belief { Id = "kept" });
            second.SaveChanges();
        }

        Assert.Null(Why("kept").Evidence);
    }

    private (long[] Causes, string? Evidence, double? Confidence) Why(string id)
    {
        using var connection = new NedbConnection(_database.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand("FROM Beliefs WHERE Id = @id SELECT _caused_by, _evidence, _confidence");
        command.Parameters.Add(new NedbParameter("id", id));
        using var reader = command.ExecuteReader();
        Assert.True(reader.Read());
        return (
            reader.IsDBNull(0) ? [] : reader.GetFieldValue<long[]>(0),
            reader.IsDBNull(1) ? null : reader.GetString(1),
            reader.IsDBNull(2) ? null : reader.GetDouble(2));
    }

    private BeliefContext Open() => new(_database.OptionsFor<BeliefContext>());

    public sealed class BeliefContext(DbContextOptions options) : DbContext(options)
    {
        public DbSet<Belief> Beliefs => Set<Belief>();

        public DbSet<Message> Messages => Set<Message>();
    }

    public sealed class Belief
    {
        public string Id { get; set; } = "";

        public string? Value { get; set; }
    }

    public sealed class Message
    {
        public string Id { get; set; } = "";

        public string? Text { get; set; }

        public Author? Author { get; set; }
    }

    public sealed class Author
    {
        public int Id { get; set; }

        public string Name { get; set; } = "";
    }
}
