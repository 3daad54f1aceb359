using System.Diagnostics;
using Nedb.Storage.Diagnostics;

namespace Nedb.Storage.Transactions;

/// <summary>Observes one commit for those who listen; costs next to nothing where nobody does.</summary>
internal readonly struct CommitWatch
{
    private readonly StoreContext? _context;
    private readonly Activity? _activity;
    private readonly long _startedAt;

    private CommitWatch(StoreContext context)
    {
        _context = context;
        _activity = Telemetry.Source.StartActivity("nedb.commit");
        _activity?.SetTag(Telemetry.Database, context.Name);
        _startedAt = context.Clock.GetTimestamp();
    }

    /// <summary>Whether anybody listens.</summary>
    public static bool IsWanted =>
        Telemetry.CommitDuration.Enabled || Telemetry.CommittedVersions.Enabled || Telemetry.Source.HasListeners();

    /// <summary>Begins a span, if somebody listens.</summary>
    public static CommitWatch Start(StoreContext context) => IsWanted ? new(context) : default;

    /// <summary>The commit has its outcome.</summary>
    public void Succeed(CommitResult result)
    {
        if (_context is null)
            return;
        var database = new KeyValuePair<string, object?>(Telemetry.Database, _context.Name);
        Telemetry.CommitDuration.Record(
            _context.Clock.GetElapsedTime(_startedAt).TotalSeconds, database, new("nedb.replayed", result.IsReplayed));
        if (!result.IsReplayed)
            Telemetry.CommittedVersions.Add(result.Count, database);
        _activity?.SetTag("nedb.seq.first", result.FirstSeq).SetTag("nedb.seq.last", result.LastSeq)
            .SetTag("nedb.replayed", result.IsReplayed).Dispose();
    }

    /// <summary>The commit was refused, or failed.</summary>
    public void Fail(Exception error)
    {
        if (_context is null)
            return;
        var name = Telemetry.NameOf(error);
        Telemetry.CommitDuration.Record(
            _context.Clock.GetElapsedTime(_startedAt).TotalSeconds, new(Telemetry.Database, _context.Name), new(Telemetry.ErrorType, name));
        _activity?.SetTag(Telemetry.ErrorType, name).SetStatus(ActivityStatusCode.Error, error.Message).Dispose();
    }
}
