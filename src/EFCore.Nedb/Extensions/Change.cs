namespace Microsoft.EntityFrameworkCore;

/// <summary>What became of one entity between two states of the database, as <c>Changes()</c> gives it.</summary>
/// <typeparam name="TEntity">The type of the entity.</typeparam>
public sealed class Change<TEntity>
    where TEntity : class
{
    /// <summary>The key of the entity as text; the parts of a composite key as a JSON array.</summary>
    public string Key { get; init; } = "";

    /// <summary>What became of it, all in all: whatever came and went in between does not show.</summary>
    public ChangeAction Action { get; init; }

    /// <summary>Its state at the beginning; null where there was none.</summary>
    public TEntity? Before { get; init; }

    /// <summary>Its state at the end; null where there is none any more.</summary>
    public TEntity? After { get; init; }

    /// <summary>The seq of the last version in the span.</summary>
    public long Seq { get; init; }

    /// <summary>The time of the commit of that version, in UTC.</summary>
    public DateTimeOffset CommittedAt { get; init; }
}
