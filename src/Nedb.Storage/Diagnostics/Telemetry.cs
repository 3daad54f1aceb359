using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Nedb.Storage.Diagnostics;

/// <summary>
/// What the engine tells those who listen to <c>Nedb</c>: spans and figures of commits and merges. Nothing is measured where nobody
/// listens.
/// </summary>
internal static class Telemetry
{
    /// <summary>The name of the source of activities, and of the meter, of every floor.</summary>
    public const string Name = "Nedb";

    /// <summary>The attribute that says which database: its folder, or its name in memory.</summary>
    public const string Database = "nedb.database";

    /// <summary>The attribute that says what a failure is called.</summary>
    public const string ErrorType = "error.type";

    /// <summary>A span for each commit and each merge.</summary>
    public static readonly ActivitySource Source = new(Name);

    /// <summary>How long a commit takes its caller, the waiting for the disk included.</summary>
    public static readonly Histogram<double> CommitDuration;

    /// <summary>The versions that commits wrote.</summary>
    public static readonly Counter<long> CommittedVersions;

    /// <summary>How many commits went to the disk together.</summary>
    public static readonly Histogram<int> GroupSize;

    /// <summary>How long a merge of runs takes.</summary>
    public static readonly Histogram<double> MergeDuration;

    /// <summary>The bytes of runs that merges read.</summary>
    public static readonly Counter<long> MergedBytes;

    /// <summary>Merges for which the disk had no room.</summary>
    public static readonly Counter<long> MergesPutOff;

    private static readonly Meter Figures = new(Name);

    static Telemetry()
    {
        CommitDuration = Figures.CreateHistogram<double>(
            "nedb.commit.duration", "s", "How long a commit takes its caller, the waiting for the disk included.");
        CommittedVersions = Figures.CreateCounter<long>("nedb.commit.versions", "{version}", "Versions written by commits.");
        GroupSize = Figures.CreateHistogram<int>("nedb.commit.group_size", "{commit}", "Commits that went to the disk together.");
        MergeDuration = Figures.CreateHistogram<double>("nedb.merge.duration", "s", "How long a merge of runs takes.");
        MergedBytes = Figures.CreateCounter<long>("nedb.merge.bytes", "By", "Bytes of runs that merges read.");
        MergesPutOff = Figures.CreateCounter<long>("nedb.merge.put_off", "{merge}", "Merges for which the disk had no room.");
    }

    /// <summary>What a failure is called in spans and figures: the code of a typed error, else the type.</summary>
    public static string NameOf(Exception error) =>
        error is StorageException typed ? typed.Code.ToString() : error.GetType().FullName ?? error.GetType().Name;
}
