using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Nedb.EntityFrameworkCore.Update;

namespace Microsoft.EntityFrameworkCore;

/// <summary>
/// Says about the next write of an entity why it is made and when it holds: <c>db.Add(belief).CausedBy(message).WithConfidence(0.95)</c>.
/// It is said once: the save that writes the entity uses it up.
/// </summary>
public static class NedbEntityEntryExtensions
{
    /// <summary>
    /// Names causes by entities of the model, which stand for their current versions and may be saved together with their effects, by
    /// versions of <c>History()</c>, or by nodes of a trace. An entity that names itself means the version that the write replaces; a new
    /// one has none, and its save is refused.
    /// </summary>
    /// <typeparam name="TEntity">The entity.</typeparam>
    /// <param name="entry">The entry of the entity to be written.</param>
    /// <param name="causes">Entities of the model of the context, tracked or not, versions, or nodes.</param>
    /// <returns>The same entry.</returns>
    public static EntityEntry<TEntity> CausedBy<TEntity>(this EntityEntry<TEntity> entry, params object[] causes)
        where TEntity : class
    {
        ArgumentNullException.ThrowIfNull(causes);
        MetadataOf(entry).Causes.AddRange(causes);
        return entry;
    }

    /// <summary>Names causes by the seqs of their versions.</summary>
    /// <typeparam name="TEntity">The entity.</typeparam>
    /// <param name="entry">The entry of the entity to be written.</param>
    /// <param name="seqs">The seqs, from 1 to that of the database.</param>
    /// <returns>The same entry.</returns>
    public static EntityEntry<TEntity> CausedBy<TEntity>(this EntityEntry<TEntity> entry, params long[] seqs)
        where TEntity : class
    {
        ArgumentNullException.ThrowIfNull(seqs);
        foreach (var seq in seqs)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(seq, nameof(seqs));
            MetadataOf(entry).Causes.Add(seq);
        }

        return entry;
    }

    /// <summary>Says what the write rests on.</summary>
    /// <typeparam name="TEntity">The entity.</typeparam>
    /// <param name="entry">The entry of the entity to be written.</param>
    /// <param name="evidence">Free text.</param>
    /// <returns>The same entry.</returns>
    public static EntityEntry<TEntity> WithEvidence<TEntity>(this EntityEntry<TEntity> entry, string evidence)
        where TEntity : class
    {
        MetadataOf(entry).Evidence = evidence;
        return entry;
    }

    /// <summary>Says how sure the writer is.</summary>
    /// <typeparam name="TEntity">The entity.</typeparam>
    /// <param name="entry">The entry of the entity to be written.</param>
    /// <param name="confidence">0 to 1.</param>
    /// <returns>The same entry.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The confidence is not from 0 to 1.</exception>
    public static EntityEntry<TEntity> WithConfidence<TEntity>(this EntityEntry<TEntity> entry, double confidence)
        where TEntity : class
    {
        if (!(confidence is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(
                nameof(confidence), confidence, "A confidence is a number from 0 (not sure at all) to 1 (certain).");
        MetadataOf(entry).Confidence = confidence;
        return entry;
    }

    /// <summary>Says from when the version holds. An entity type with valid time gets its property set.</summary>
    /// <typeparam name="TEntity">The entity.</typeparam>
    /// <param name="entry">The entry of the entity to be written.</param>
    /// <param name="from">The first day.</param>
    /// <returns>The same entry.</returns>
    public static EntityEntry<TEntity> ValidFrom<TEntity>(this EntityEntry<TEntity> entry, DateOnly from)
        where TEntity : class =>
        SetFrom(entry, new DateTimeOffset(from.ToDateTime(default), TimeSpan.Zero));

    /// <inheritdoc cref="ValidFrom{TEntity}(EntityEntry{TEntity}, DateOnly)"/>
    /// <param name="entry">The entry of the entity to be written.</param>
    /// <param name="from">The first moment; its kind does not matter.</param>
    public static EntityEntry<TEntity> ValidFrom<TEntity>(this EntityEntry<TEntity> entry, DateTime from)
        where TEntity : class =>
        SetFrom(entry, new DateTimeOffset(from.Ticks, TimeSpan.Zero));

    /// <inheritdoc cref="ValidFrom{TEntity}(EntityEntry{TEntity}, DateOnly)"/>
    /// <param name="entry">The entry of the entity to be written.</param>
    /// <param name="from">The first instant.</param>
    public static EntityEntry<TEntity> ValidFrom<TEntity>(this EntityEntry<TEntity> entry, DateTimeOffset from)
        where TEntity : class =>
        SetFrom(entry, from);

    /// <summary>Says until when the version holds. An entity type with valid time gets its property set.</summary>
    /// <typeparam name="TEntity">The entity.</typeparam>
    /// <param name="entry">The entry of the entity to be written.</param>
    /// <param name="to">The first day on which it does not hold any more.</param>
    /// <returns>The same entry.</returns>
    public static EntityEntry<TEntity> ValidTo<TEntity>(this EntityEntry<TEntity> entry, DateOnly to)
        where TEntity : class =>
        SetTo(entry, new DateTimeOffset(to.ToDateTime(default), TimeSpan.Zero));

    /// <inheritdoc cref="ValidTo{TEntity}(EntityEntry{TEntity}, DateOnly)"/>
    /// <param name="entry">The entry of the entity to be written.</param>
    /// <param name="to">The first moment at which it does not hold any more; its kind does not matter.</param>
    public static EntityEntry<TEntity> ValidTo<TEntity>(this EntityEntry<TEntity> entry, DateTime to)
        where TEntity : class =>
        SetTo(entry, new DateTimeOffset(to.Ticks, TimeSpan.Zero));

    /// <inheritdoc cref="ValidTo{TEntity}(EntityEntry{TEntity}, DateOnly)"/>
    /// <param name="entry">The entry of the entity to be written.</param>
    /// <param name="to">The first instant at which it does not hold any more.</param>
    public static EntityEntry<TEntity> ValidTo<TEntity>(this EntityEntry<TEntity> entry, DateTimeOffset to)
        where TEntity : class =>
        SetTo(entry, to);

    /// <summary>
    /// Says when the entity is to end by itself. It is there until <c>context.Database.Nedb().SweepExpired()</c> ends it: what is read does
    /// not depend on the clock. Writes that say nothing leave what was said before.
    /// </summary>
    /// <typeparam name="TEntity">The entity.</typeparam>
    /// <param name="entry">The entry of the entity to be written.</param>
    /// <param name="instant">The instant; <see cref="DateTimeOffset.MaxValue"/> takes back what was said before.</param>
    /// <returns>The same entry.</returns>
    public static EntityEntry<TEntity> ExpiresAt<TEntity>(this EntityEntry<TEntity> entry, DateTimeOffset instant)
        where TEntity : class
    {
        MetadataOf(entry).ExpiresAt = instant;
        return entry;
    }

    private static EntityEntry<TEntity> SetFrom<TEntity>(EntityEntry<TEntity> entry, DateTimeOffset from)
        where TEntity : class
    {
        if (entry.Metadata.FindValidFromProperty() is { } property)
            SetBound(entry, property.Name, from);
        else
            MetadataOf(entry).ValidFrom = from.UtcTicks;
        return entry;
    }

    private static EntityEntry<TEntity> SetTo<TEntity>(EntityEntry<TEntity> entry, DateTimeOffset to)
        where TEntity : class
    {
        if (entry.Metadata.FindValidToProperty() is { } property)
            SetBound(entry, property.Name, to);
        else
            MetadataOf(entry).ValidTo = to.UtcTicks;
        return entry;
    }

    private static void SetBound(EntityEntry entry, string property, DateTimeOffset bound)
    {
        var target = entry.Property(property);
        target.CurrentValue = PeriodBound.Of(target.Metadata.ClrType, new DateTime(bound.UtcTicks));
    }

    private static EntryMetadata MetadataOf(EntityEntry entry) =>
        entry.Context.GetService<NedbCommitContext>().GetOrAddMetadata(entry.Entity);
}
