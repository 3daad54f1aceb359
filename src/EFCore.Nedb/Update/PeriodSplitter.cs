using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Nedb.EntityFrameworkCore.Update;

/// <summary>
/// Splits entities at the bounds of a portion of valid time. Of <c>[from, to)</c> up to three parts are made: what lies before the portion,
/// the changed part within it, and what lies after it. The first of them that stays keeps the entity itself.
/// </summary>
internal sealed class PeriodSplitter<TEntity>
    where TEntity : class
{
    private readonly DbContext _context;
    private readonly long _from;
    private readonly long _to;
    private readonly IProperty _start;
    private readonly IProperty _end;

    public PeriodSplitter(DbContext context, long from, long to)
    {
        (_context, _from, _to) = (context, from, to);
        var type = context.Model.FindEntityType(typeof(TEntity));
        if (type?.FindValidFromProperty() is not IProperty start || type.FindValidToProperty() is not IProperty end)
            throw new InvalidOperationException(NedbStrings.NoValidTimeToSplit(typeof(TEntity)));
        (_start, _end) = (start, end);
        if (type.GetNavigations().Any(navigation => navigation.TargetEntityType.IsOwned()))
            throw new InvalidOperationException(NedbStrings.OwnedPartsNotSplit(type.DisplayName()));
        foreach (var property in type.FindPrimaryKey()!.Properties)
            HasOwnKeys |= property == start || property.ValueGenerated != ValueGenerated.Never;
    }

    // Whether each part gets a key of its own.
    private bool HasOwnKeys { get; }

    /// <summary>Splits one entity.</summary>
    /// <param name="entity">A tracked entity.</param>
    /// <param name="change">Changes the part within the portion; null to delete it.</param>
    /// <returns>Whether it is valid in the portion.</returns>
    public bool Split(TEntity entity, Action<TEntity>? change)
    {
        var entry = _context.Entry(entity);
        var (start, end) = (TicksOf(entry, _start) ?? long.MinValue, TicksOf(entry, _end) ?? long.MaxValue);
        if (entry.State == EntityState.Deleted || start >= _to || end <= _from)
            return false;
        var before = entry.CurrentValues.Clone();
        if (end > _to)
            Add(before, _to, end);
        if (start < _from)
        {
            SetBound(entry, _end, _from);
            if (change is not null)
                change(Add(before, _from, Math.Min(end, _to)));
            return true;
        }

        if (change is null)
        {
            entry.State = entry.State == EntityState.Added ? EntityState.Detached : EntityState.Deleted;
            return true;
        }

        change(entity);
        if (end > _to)
            SetBound(entry, _end, _to);
        return true;
    }

    private TEntity Add(PropertyValues values, long from, long to)
    {
        var part = (TEntity)values.ToObject();
        var entry = _context.Entry(part);
        if (!HasOwnKeys)
            throw new InvalidOperationException(NedbStrings.PartsHaveOneKey(entry.Metadata.DisplayName(), _start.Name));
        foreach (var property in entry.Metadata.FindPrimaryKey()!.Properties)
            if (property.ValueGenerated != ValueGenerated.Never && property != _start)
                entry.Property(property.Name).CurrentValue = property.Sentinel;
        foreach (var property in values.Properties)
            if (property.IsShadowProperty() && !property.IsPrimaryKey() && !property.IsConcurrencyToken)
                entry.Property(property.Name).CurrentValue = values[property];
        SetBound(entry, _start, from);
        SetBound(entry, _end, to);
        _context.Add(part);
        return part;
    }

    private static long? TicksOf(EntityEntry entry, IProperty property) => entry.Property(property.Name).CurrentValue switch
    {
        DateOnly date => date.ToDateTime(default).Ticks,
        DateTime time => time.Ticks,
        DateTimeOffset instant => instant.UtcTicks,
        _ => null,
    };

    private static void SetBound(EntityEntry entry, IProperty property, long ticks) =>
        entry.Property(property.Name).CurrentValue =
            ticks is long.MinValue or long.MaxValue ? null : PeriodBound.Of(property.ClrType, new DateTime(ticks));
}
