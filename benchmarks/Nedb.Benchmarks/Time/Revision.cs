namespace Nedb.Benchmarks.Time;

/// <summary>A commit of a history; its parents are its causes.</summary>
public sealed class Revision
{
    public string Id { get; set; } = "";

    public string Author { get; set; } = "";

    public string Subject { get; set; } = "";

    public DateTimeOffset Time { get; set; }
}
