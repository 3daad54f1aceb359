using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Nedb.Data.Diagnostics;

/// <summary>
/// One operation on a connection, for those who listen to <c>Nedb</c>: a span, and its duration under the name and with the attributes that
/// OpenTelemetry gives to clients of databases. None is made where nobody listens.
/// </summary>
internal sealed class ObservedOperation
{
    private const string System = "nedb";
    private const string ErrorType = "error.type";

    private static readonly ActivitySource Source = new("Nedb");
    private static readonly Meter Figures = new("Nedb");
    private static readonly Histogram<double> Duration = Figures.CreateHistogram<double>(
        "db.client.operation.duration", "s", "How long operations of clients take, until their readers are closed.");

    private readonly Activity? _activity;
    private readonly string _operation;
    private readonly string _database;
    private readonly long _startedAt = Stopwatch.GetTimestamp();
    private string? _error;

    private ObservedOperation(string operation, NedbConnection connection)
    {
        _operation = operation;
        _database = connection.Database;
        _activity = Source.StartActivity("nedb." + operation, ActivityKind.Client);
        _activity?.SetTag("db.system.name", System).SetTag("db.namespace", _database).SetTag("db.operation.name", operation);
    }

    private static bool IsWanted => Duration.Enabled || Source.HasListeners();

    /// <summary>A text of NQL is about to run.</summary>
    public static ObservedOperation? StartCommand(NedbConnection connection, string text)
    {
        if (!IsWanted)
            return null;
        var operation = new ObservedOperation("command", connection);
        operation._activity?.SetTag("db.query.text", text);
        return operation;
    }

    /// <summary>A batch of commands is about to run.</summary>
    public static ObservedOperation? StartBatch(NedbConnection connection, NedbBatchCommandCollection commands)
    {
        if (!IsWanted)
            return null;
        var operation = new ObservedOperation("batch", connection);
        operation._activity?.SetTag("db.operation.batch.size", commands.Count)
            .SetTag("db.query.text", string.Join("; ", commands.Select(static command => command.CommandText)));
        return operation;
    }

    /// <summary>Typed writes are about to be carried out.</summary>
    public static ObservedOperation? StartWrite(NedbConnection connection, int count)
    {
        if (!IsWanted)
            return null;
        var operation = new ObservedOperation("write", connection);
        operation._activity?.SetTag("db.operation.batch.size", count);
        return operation;
    }

    /// <summary>The caller goes on while the operation is open, so that what follows is no part of it.</summary>
    public void Leave()
    {
        if (_activity is not null && Activity.Current == _activity)
            Activity.Current = _activity.Parent;
    }

    /// <summary>Takes note of a failure.</summary>
    public void Fail(Exception failure)
    {
        _error = failure is NedbException typed ? typed.Code.ToString() : failure.GetType().FullName;
        _activity?.SetTag(ErrorType, _error).SetStatus(ActivityStatusCode.Error, failure.Message);
    }

    /// <summary>The operation is over.</summary>
    public void End()
    {
        var tags = new TagList
        {
            { "db.system.name", System }, { "db.namespace", _database }, { "db.operation.name", _operation },
        };
        if (_error is not null)
            tags.Add(ErrorType, _error);
        Duration.Record(Stopwatch.GetElapsedTime(_startedAt).TotalSeconds, in tags);
        if (_activity is null)
            return;
        // The end of an activity makes the one that was current at its start current again; a caller may have begun another since.
        Leave();
        var current = Activity.Current;
        _activity.Dispose();
        Activity.Current = current;
    }
}
