using Nedb.EntityFrameworkCore.Update;

namespace Microsoft.EntityFrameworkCore;

/// <summary>One version on the way from a version to its causes, or to its effects, as <c>TraceCausedBy()</c> and <c>TraceEffects()</c>
/// give them.</summary>
public sealed class CausalNode : IVersion
{
    /// <summary>The seq of the version.</summary>
    public long Seq { get; init; }

    /// <summary>The name of its collection.</summary>
    public string Collection { get; init; } = "";

    /// <summary>Its key as text; the parts of a composite key as a JSON array.</summary>
    public string Key { get; init; } = "";

    /// <summary>How many steps it is away from the nearest version that the trace began with, from 1.</summary>
    public int Depth { get; init; }

    /// <summary>
    /// The seq of the step before: the version that this one caused, or the one that caused it where effects are followed. Of several the
    /// one that is nearest to the start, and of those the newest.
    /// </summary>
    public long Via { get; init; }

    /// <summary>What it is: <c>put</c>, <c>tombstone</c>, <c>link</c>, <c>unlink</c> or <c>definition</c>.</summary>
    public string Kind { get; init; } = "";

    /// <summary>The time of the commit that wrote it, in UTC.</summary>
    public DateTimeOffset CommittedAt { get; init; }

    /// <summary>The hash of the version in the log, in hexadecimal digits; null for a version that is not committed yet.</summary>
    public string? Hash { get; init; }

    /// <summary>The seqs of the versions that caused it, ascending.</summary>
    public long[] CausedBy { get; init; } = [];

    /// <summary>What the write rested on; null where nothing was said.</summary>
    public string? Evidence { get; init; }

    /// <summary>How sure the writer was, 0 to 1; null where nothing was said.</summary>
    public double? Confidence { get; init; }

    /// <summary>The first moment of its valid time; null where it has no beginning.</summary>
    public DateTime? ValidFrom { get; init; }

    /// <summary>The first moment after its valid time; null where it has no end.</summary>
    public DateTime? ValidTo { get; init; }
}
