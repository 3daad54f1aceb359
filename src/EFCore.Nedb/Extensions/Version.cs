using Nedb.EntityFrameworkCore.Update;

namespace Microsoft.EntityFrameworkCore;

/// <summary>One version of an entity, as <c>History()</c> gives them: the state that it had, when, and why.</summary>
/// <typeparam name="TEntity">The type of the entity.</typeparam>
public sealed class Version<TEntity> : IVersion
    where TEntity : class
{
    /// <summary>The state; null where <see cref="IsDeleted"/>.</summary>
    public TEntity? Entity { get; init; }

    /// <summary>The key of the entity as text, also where it is deleted; the parts of a composite key as a JSON array.</summary>
    public string Key { get; init; } = "";

    /// <summary>The seq at which the version was written.</summary>
    public long Seq { get; init; }

    /// <summary>The seq of the version that replaced it; null while it is current.</summary>
    public long? SupersededSeq { get; init; }

    /// <summary>The time of the commit that replaced it, in UTC; null while it is current.</summary>
    public DateTimeOffset? SupersededAt { get; init; }

    /// <summary>The time of the commit that wrote it, in UTC.</summary>
    public DateTimeOffset CommittedAt { get; init; }

    /// <summary>The hash of the version in the log, in hexadecimal digits; null for a version that is not committed yet.</summary>
    public string? Hash { get; init; }

    /// <summary>Whether it is not a state but the end of the entity.</summary>
    public bool IsDeleted { get; init; }

    /// <summary>The first moment of its valid time; null where it has no beginning.</summary>
    public DateTime? ValidFrom { get; init; }

    /// <summary>The first moment after its valid time; null where it has no end.</summary>
    public DateTime? ValidTo { get; init; }

    /// <summary>The seqs of the versions that caused it, ascending.</summary>
    public long[] CausedBy { get; init; } = [];

    /// <summary>What the write rested on; null where nothing was said.</summary>
    public string? Evidence { get; init; }

    /// <summary>How sure the writer was, 0 to 1; null where nothing was said.</summary>
    public double? Confidence { get; init; }
}
