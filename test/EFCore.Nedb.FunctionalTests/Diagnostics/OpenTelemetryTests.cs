using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Nedb.Data;
using Nedb.EntityFrameworkCore.Infrastructure;
using Nedb.EntityFrameworkCore.Update;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Nedb.EntityFrameworkCore.Diagnostics;

public sealed class OpenTelemetryTests : IDisposable
{
    private const string Test = "test of telemetry";

    private readonly TestDatabase _database = new("telemetry-" + Guid.NewGuid().ToString("N"));
    private readonly ActivitySource _source = new(Test);
    private readonly List<Activity> _spans = [];
    private readonly List<Metric> _metrics = [];
    private readonly TracerProvider _tracer;
    private readonly MeterProvider _meter;

    public OpenTelemetryTests()
    {
        _tracer = Sdk.CreateTracerProviderBuilder().AddSource("Nedb").AddSource(Test).AddInMemoryExporter(_spans).Build();
        _meter = Sdk.CreateMeterProviderBuilder().AddMeter("Nedb").AddInMemoryExporter(_metrics).Build();
    }

    public void Dispose()
    {
        _tracer.Dispose();
        _meter.Dispose();
        _source.Dispose();
        _database.Dispose();
    }

    [Fact]
    public void A_save_and_its_commit_are_spans_within_that_of_the_caller()
    {
        using var db = Open();

        var (spans, root) = Trace(() =>
        {
            db.Add(new Label { Id = "red" });
            db.SaveChanges();
        });

        var write = Assert.Single(spans, span => span.OperationName == "nedb.write");
        var commit = Assert.Single(spans, span => span.OperationName == "nedb.commit");
        Assert.Equal(root.SpanId, write.ParentSpanId);
        Assert.Equal(write.SpanId, commit.ParentSpanId);
        Assert.Equal(ActivityKind.Client, write.Kind);
        Assert.Equal("nedb", write.GetTagItem("db.system.name"));
        Assert.Equal(Path.GetFileName(_database.Folder), write.GetTagItem("db.namespace"));
        Assert.Equal(1, write.GetTagItem("db.operation.batch.size"));
        Assert.Equal(db.Database.Nedb().Seq, commit.GetTagItem("nedb.seq.last"));
    }

    [Fact]
    public async Task So_are_they_where_the_caller_does_not_wait()
    {
        await using var db = Open();

        List<Activity> spans;
        using (var root = _source.StartActivity("root")!)
        {
            db.Add(new Label { Id = "red" });
            await db.SaveChangesAsync();
            Assert.Same(root, Activity.Current);
            spans = SpansOf(root);
        }

        var write = Assert.Single(spans, span => span.OperationName == "nedb.write");
        Assert.Equal(write.SpanId, Assert.Single(spans, span => span.OperationName == "nedb.commit").ParentSpanId);
    }

    [Fact]
    public void A_query_is_a_span_with_its_text_and_what_is_done_between_its_rows_is_no_part_of_it()
    {
        using var db = Open();
        db.AddRange(new Label { Id = "blue" }, new Label { Id = "red" });
        db.SaveChanges();

        var (spans, root) = Trace(() =>
        {
            foreach (var label in db.Labels.AsNoTracking())
                using (_source.StartActivity("between"))
                    Assert.NotNull(label.Id);
        });

        var query = Assert.Single(spans, span => span.OperationName == "nedb.command");
        Assert.Contains("FROM Labels", (string)query.GetTagItem("db.query.text")!, StringComparison.Ordinal);
        var between = spans.Where(span => span.OperationName == "between").ToList();
        Assert.Equal(2, between.Count);
        Assert.All(between, span => Assert.Equal(root.SpanId, span.ParentSpanId));
    }

    [Fact]
    public void A_failure_is_named_in_its_span_and_in_the_figures()
    {
        using var db = Open();
        db.Add(new Label { Id = "red" });
        db.SaveChanges();
        db.ChangeTracker.Clear();

        var (spans, _) = Trace(() =>
        {
            db.Add(new Label { Id = "red" });
            Assert.Throws<DbUpdateException>(() => db.SaveChanges());
            Assert.Throws<NedbException>(() => db.Database.ExecuteSqlRaw("FROM nowhere"));
        });

        Assert.Equal(
            [("nedb.write", "DuplicateKey"), ("nedb.command", "UnknownName")],
            spans.Where(span => span.Status == ActivityStatusCode.Error).OrderBy(span => span.StartTimeUtc)
                .Select(span => (span.OperationName, (string)span.GetTagItem("error.type")!)));
        Assert.Equal(2, Measure("db.client.operation.duration").Count(tags => tags.ContainsKey("error.type")));
    }

    [Fact]
    public void The_duration_of_each_operation_is_a_figure_with_its_database()
    {
        using var db = Open();
        db.Add(new Label { Id = "red" });
        db.SaveChanges();
        Assert.Single(db.Labels.AsNoTracking().ToList());

        var operations = Measure("db.client.operation.duration").Select(tags => (string)tags["db.operation.name"]!).Distinct().Order();

        Assert.Equal(["command", "write"], operations);
    }

    private ShopContext Open()
    {
        var db = new ShopContext(_database.OptionsFor<ShopContext>());
        db.Database.EnsureCreated();
        return db;
    }

    private (List<Activity> Spans, Activity Root) Trace(Action work)
    {
        using var root = _source.StartActivity("root")!;
        work();
        Assert.Same(root, Activity.Current);
        return (SpansOf(root), root);
    }

    private List<Activity> SpansOf(Activity root)
    {
        _tracer.ForceFlush();
        return [.. _spans.ToArray().Where(span => span is not null && span.TraceId == root.TraceId)];
    }

    /// <summary>The attributes of every point of a figure that is about the database of this test.</summary>
    private List<Dictionary<string, object?>> Measure(string name)
    {
        _meter.ForceFlush();
        var points = new List<Dictionary<string, object?>>();
        foreach (var metric in _metrics.Where(metric => metric.Name == name))
            foreach (ref readonly var point in metric.GetMetricPoints())
            {
                var tags = new Dictionary<string, object?>();
                foreach (var tag in point.Tags)
                    tags.Add(tag.Key, tag.Value);
                if (Equals(tags["db.namespace"], Path.GetFileName(_database.Folder)))
                    points.Add(tags);
            }

        return points;
    }
}
