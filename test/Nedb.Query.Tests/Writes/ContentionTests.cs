using Nedb.Query.Tests.Specs;
using Nedb.Query.Writes;
using Nedb.Storage.Values;

namespace Nedb.Query.Tests.Writes;

/// <summary>
/// Writers that meet on one document. Strategy: many threads count up the same number, each by commits of its own; every one succeeds, and
/// the sum tells whether one was lost.
/// </summary>
public sealed class ContentionTests : IDisposable
{
    private const int Threads = 8;
    private const int Increments = 200;

    private readonly TestDatabase _database = new();

    public ContentionTests() => _database.Run("CREATE COLLECTION acc (id int32 PRIMARY KEY, v int64); INSERT INTO acc VALUES (1, 0)");

    [Fact]
    public async Task Scripts_that_write_the_same_document_all_succeed()
    {
        var script = _database.Engine.Prepare("UPDATE acc SET v = v + 1");
        await OnThreads(session => session.Execute(script, new()).Dispose());
        Assert.Equal([$"{Threads * Increments}"], _database.Texts("FROM acc SELECT v"));
    }

    [Fact]
    public async Task Slow_scripts_are_not_starved_by_quick_ones()
    {
        var quick = _database.Engine.Prepare("UPDATE acc SET v = v + 1");
        var slow = _database.Engine.Prepare(
            "UPDATE acc SET v = v + (SELECT COUNT(*) FROM UNNEST(@many) AS a CROSS JOIN UNNEST(@many) AS b WHERE a.value = b.value) / 300");
        var many = new NqlParameters();
        many.Set("many", NedbValue.FromArray(new([.. Enumerable.Range(0, 300).Select(static i => NedbValue.FromInt64(i))])));
        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(0, Threads).Select(_ => Task.Factory.StartNew(
            () =>
            {
                using var session = _database.Engine.OpenSession();
                while (!stop.IsCancellationRequested)
                    session.Execute(quick, new()).Dispose();
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)).ToArray();
        for (var i = 0; i < 10; i++)
            _database.Session.Execute(slow, many).Dispose();
        await stop.CancelAsync();
        await Task.WhenAll(writers);
    }

    [Fact]
    public async Task Commits_that_do_not_block_all_succeed()
    {
        var script = _database.Engine.Prepare("UPDATE acc SET v = v + 1");
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(_ => Task.Run(async () =>
        {
            using var session = _database.Engine.OpenSession();
            for (var i = 0; i < Increments; i++)
                await session.CommitAloneAsync(() =>
                {
                    using var result = session.Execute(script, new());
                    return result.NextResult();
                });
        })));
        Assert.Equal([$"{Threads * Increments}"], _database.Texts("FROM acc SELECT v"));
    }

    [Fact]
    public async Task Typed_writes_of_the_same_document_all_succeed()
    {
        // A write that changes nothing leaves no version.
        var last = 0L;
        await OnThreads(session => session.Write(
        [
            new()
            {
                Kind = WriteKind.Update,
                Collection = "acc",
                WhereFields = ["id"],
                WhereValues = [NedbValue.FromInt64(1)],
                SetFields = ["v"],
                SetValues = [NedbValue.FromInt64(Interlocked.Increment(ref last))],
            },
        ]));
        Assert.Equal([$"{Threads * Increments + 1}"], _database.Texts("FROM HISTORY(acc) COUNT"));
    }

    [Fact]
    public void A_writer_that_waits_for_its_turn_can_be_cancelled()
    {
        var turns = new WriterTurns();
        turns.Enter(CancellationToken.None);
        turns.IsClosed = true;
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        using (var turn = turns.Start())
            Assert.ThrowsAny<OperationCanceledException>(() => turn.Next(stop.Token));
        turns.Exit();
        using var next = turns.Start();
        next.Next(CancellationToken.None);
    }

    public void Dispose() => _database.Dispose();

    private async Task OnThreads(Action<NqlSession> write)
    {
        using var start = new Barrier(Threads);
        await Task.WhenAll([.. Enumerable.Range(0, Threads).Select(_ => Task.Factory.StartNew(
            () =>
            {
                using var session = _database.Engine.OpenSession();
                start.SignalAndWait();
                for (var i = 0; i < Increments; i++)
                    write(session);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default))]);
    }
}
