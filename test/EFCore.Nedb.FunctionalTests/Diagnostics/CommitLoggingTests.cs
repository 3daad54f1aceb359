using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Nedb.EntityFrameworkCore.Infrastructure;
using Nedb.EntityFrameworkCore.Update;

namespace Nedb.EntityFrameworkCore.Diagnostics;

public sealed class CommitLoggingTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly Recorder _recorder = new();

    public void Dispose()
    {
        _recorder.Dispose();
        _database.Dispose();
    }

    [Fact]
    public async Task Each_commit_is_an_event_with_its_seqs_and_its_head()
    {
        await using var db = Open();
        db.Add(new Label { Id = "red" });
        db.SaveChanges();
        db.Add(new Label { Id = "blue" });
        await db.SaveChangesAsync();
        await using (var transaction = await db.Database.BeginTransactionAsync())
        {
            db.Add(new Label { Id = "green" });
            db.SaveChanges();
            db.Add(new Label { Id = "grey" });
            db.SaveChanges();
            Assert.Equal(2, _recorder.Events.Count);
            await transaction.CommitAsync();
        }

        var seq = db.Database.Nedb().Seq;
        Assert.Equal(3, _recorder.Events.Count);
        var last = _recorder.Events.Last();
        Assert.Equal(NedbEventId.CommitAcknowledged, last.Id);
        Assert.Equal("Microsoft.EntityFrameworkCore.Database.Transaction", last.Category);
        Assert.Equal(LogLevel.Debug, last.Level);
        Assert.Equal($"Committed seqs {seq - 1} to {seq}; the head is {db.Database.Nedb().Head}.", last.Message);
        Assert.Equal(seq, last.State["lastSeq"]);
    }

    [Fact]
    public void A_repeated_commit_is_told_of_as_such()
    {
        using var db = Open();
        var options = new CommitOptions { IdempotencyKey = "once" };
        db.Add(new Label { Id = "red" });
        db.SaveChanges(options);
        db.ChangeTracker.Clear();
        db.Add(new Label { Id = "red" });
        db.SaveChanges(options);

        Assert.Equal([NedbEventId.CommitAcknowledged, NedbEventId.CommitReplayed], _recorder.Events.Select(told => told.Id));
        Assert.Equal(LogLevel.Information, _recorder.Events.Last().Level);
    }

    [Fact]
    public void A_save_that_is_refused_tells_of_no_commit()
    {
        using var db = Open();
        db.Add(new Label { Id = "red" });
        db.SaveChanges();
        db.ChangeTracker.Clear();
        db.Add(new Label { Id = "red" });
        Assert.Throws<DbUpdateException>(() => db.SaveChanges());

        Assert.Single(_recorder.Events);
    }

    [Fact]
    public void Numbers_of_events_do_not_change()
    {
        Assert.Equal(30000, NedbEventId.SchemaConfiguredWarning.Id);
        Assert.Equal(30001, NedbEventId.CommitAcknowledged.Id);
        Assert.Equal(30002, NedbEventId.CommitReplayed.Id);
    }

    private ShopContext Open()
    {
        using (var db = new ShopContext(_database.OptionsFor<ShopContext>()))
            db.Database.EnsureCreated();
        return new ShopContext(_database.OptionsFor<ShopContext>(more: options => options.UseLoggerFactory(_recorder)));
    }

    /// <summary>Keeps the provider's own events of a log.</summary>
    private sealed class Recorder : ILoggerFactory
    {
        public ConcurrentQueue<(string Category, LogLevel Level, EventId Id, string Message, Dictionary<string, object?> State)> Events { get; } = new();

        public ILogger CreateLogger(string categoryName) => new Log(this, categoryName);

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public void Dispose()
        {
        }

        private sealed class Log(Recorder recorder, string category) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            void ILogger.Log<TState>(
                LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                if (eventId.Id is >= 30000 and < 31000 && state is IEnumerable<KeyValuePair<string, object?>> values)
                    recorder.Events.Enqueue((category, logLevel, eventId, formatter(state, exception), new(values)));
            }
        }
    }
}
