using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Io;
using Nedb.Storage.Tests.Layers;
using Nedb.Storage.Tests.Transactions;
using Nedb.Testing.Io;

namespace Nedb.Storage.Tests.Diagnostics;

public sealed class TelemetryTests
{
    private static readonly string[] Instruments =
        ["nedb.commit.duration", "nedb.commit.group_size", "nedb.commit.versions", "nedb.merge.bytes", "nedb.merge.duration"];

    [Fact]
    public void Commits_and_merges_are_measured_for_those_who_listen()
    {
        using var folder = new TempFolder();
        using var heard = new Heard(folder.Path);
        using (var store = NedbStore.Open(folder.Path, LayeredGround.Tiny))
        {
            LayeredGround.Define(store);
            for (var round = 1; round <= 120; round++)
                LayeredGround.Write(store, round);
        }

        Assert.Equal(Instruments, heard.Figures.Keys.Order());
        // Each round is a commit, and so are the definitions and what the 40th round drops.
        Assert.Equal(122, heard.Figures["nedb.commit.duration"].Count);
        Assert.Equal(122, heard.Figures["nedb.commit.group_size"].Sum());
        Assert.Equal(heard.LastSeq, heard.Figures["nedb.commit.versions"].Sum());
        Assert.True(heard.Figures["nedb.merge.bytes"].Sum() > 4096);
        // The end of the store may have ended the last one.
        Assert.Equal(heard.Merges.Count(merge => merge.Status != ActivityStatusCode.Error), heard.Figures["nedb.merge.duration"].Count);
        Assert.All(heard.Merges, merge => Assert.True((int)merge.GetTagItem("nedb.runs")! >= 2));
        // The upkeep in the background belongs to no commit.
        Assert.All(heard.Merges, merge => Assert.Null(merge.Parent));
    }

    [Fact]
    public void A_commit_that_is_refused_says_why()
    {
        using var folder = new TempFolder();
        using var store = NedbStore.Open(folder.Path);
        LayeredGround.Define(store);
        using var heard = new Heard(folder.Path);
        LayeredGround.Write(store, 1);

        using var transaction = store.BeginTransaction();
        transaction.Put(LayeredGround.Dropped, Ground.Int(1), Ground.Text("other"));
        var error = Assert.Throws<StorageException>(() => transaction.Commit(new() { IdempotencyKey = "key 1" }));

        Assert.Equal(StorageErrorCode.ReplayMismatch, error.Code);
        var refused = heard.Commits.Last();
        Assert.Equal(ActivityStatusCode.Error, refused.Status);
        Assert.Equal("ReplayMismatch", refused.GetTagItem("error.type"));
        Assert.Equal(2, heard.Figures["nedb.commit.duration"].Count);
    }

    [Fact]
    public void A_store_says_why_it_takes_no_more_writes()
    {
        var files = new FaultFileSystem(new MemoryFileSystem()) { Only = FileCall.Sync };
        using var store = LogStore.Open(files, new());
        LayeredGround.Define(store);
        Assert.Null(store.WriteFailure);

        files.FailAt = files.Count + 1;
        Assert.ThrowsAny<StorageException>(() => LayeredGround.Write(store, 1));

        Assert.Equal(StorageErrorCode.Io, Assert.IsType<StorageException>(store.WriteFailure).Code);
    }

    /// <summary>What is told of one database, while other tests work on others.</summary>
    private sealed class Heard : IDisposable
    {
        private readonly string _database;
        private readonly ConcurrentQueue<Activity> _activities = new();
        private readonly ActivityListener _activityListener;
        private readonly MeterListener _meterListener = new();

        public Heard(string database)
        {
            _database = database;
            _activityListener = new()
            {
                ShouldListenTo = source => source.Name == "Nedb",
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
                ActivityStopped = _activities.Enqueue,
            };
            ActivitySource.AddActivityListener(_activityListener);
            _meterListener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "Nedb")
                    listener.EnableMeasurementEvents(instrument);
            };
            _meterListener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
            _meterListener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
            _meterListener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
            _meterListener.Start();
        }

        public ConcurrentDictionary<string, ConcurrentQueue<double>> Figures { get; } = new();

        public List<Activity> Commits => [.. _activities.Where(activity => Is(activity, "nedb.commit"))];

        public List<Activity> Merges => [.. _activities.Where(activity => Is(activity, "nedb.merge"))];

        public long LastSeq => Commits.Max(commit => (long)commit.GetTagItem("nedb.seq.last")!);

        public void Dispose()
        {
            _activityListener.Dispose();
            _meterListener.Dispose();
        }

        private bool Is(Activity activity, string name) =>
            activity.OperationName == name && (string?)activity.GetTagItem("nedb.database") == _database;

        private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            foreach (var tag in tags)
                if (tag.Key == "nedb.database" && (string?)tag.Value == _database)
                    Figures.GetOrAdd(instrument.Name, _ => new()).Enqueue(value);
        }
    }
}
