using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Nedb.EntityFrameworkCore.Metadata;

/// <summary>Carries what the model says to its tables, columns and indexes, and so to migrations.</summary>
internal sealed class NedbAnnotationProvider(RelationalAnnotationProviderDependencies dependencies)
    : RelationalAnnotationProvider(dependencies)
{
    /// <inheritdoc/>
    public override IEnumerable<IAnnotation> For(ITable table, bool designTime)
    {
        if (!designTime)
            yield break;
        foreach (var mapping in table.EntityTypeMappings)
        {
            if (mapping.TypeBase is not IEntityType entityType
                || FindColumn(table, entityType.FindValidFromProperty()) is not { } from
                || FindColumn(table, entityType.FindValidToProperty()) is not { } to)
                continue;
            yield return new Annotation(NedbAnnotationNames.ValidFrom, from.Name);
            yield return new Annotation(NedbAnnotationNames.ValidTo, to.Name);
            yield break;
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<IAnnotation> For(IColumn column, bool designTime)
    {
        if (designTime && IsIdentity(column))
            yield return new Annotation(NedbAnnotationNames.Identity, true);
    }

    /// <inheritdoc/>
    public override IEnumerable<IAnnotation> For(ITableIndex index, bool designTime)
    {
        if (designTime && index.MappedIndexes.Any(mapped => mapped.IsSearchIndex()))
            yield return new Annotation(NedbAnnotationNames.SearchIndex, true);
    }

    /// <inheritdoc/>
    public override IEnumerable<IAnnotation> For(IUniqueConstraint constraint, bool designTime)
    {
        // The key of a table that continues another one has no period of its own.
        if (designTime
            && constraint.MappedKeys.Any(key => key.IsWithoutOverlaps()
                && FindColumn(constraint.Table, key.DeclaringEntityType.FindValidFromProperty()) is not null
                && FindColumn(constraint.Table, key.DeclaringEntityType.FindValidToProperty()) is not null))
            yield return new Annotation(NedbAnnotationNames.WithoutOverlaps, true);
    }

    /// <inheritdoc/>
    public override IEnumerable<IAnnotation> For(IForeignKeyConstraint foreignKey, bool designTime)
    {
        if (designTime && foreignKey.MappedForeignKeys.Any(mapped => mapped.HasPeriod()))
            yield return new Annotation(NedbAnnotationNames.Period, true);
    }

    private static IColumn? FindColumn(ITable table, IReadOnlyProperty? property) =>
        property?.GetColumnName(StoreObjectIdentifier.Table(table.Name, table.Schema)) is { } name ? table.FindColumn(name) : null;

    private static bool IsIdentity(IColumn column)
    {
        foreach (var mapping in column.PropertyMappings)
        {
            var property = mapping.Property;
            // The key of a table that continues another one (table and entity splitting, TPT) is the key of that table, not a new number.
            if (mapping.TableMapping.IsSharedTablePrincipal == false
                || mapping.TableMapping.IsSplitEntityTypePrincipal == false
                || mapping.TableMapping.TypeBase != property.DeclaringType)
                continue;
            var storeObject = StoreObjectIdentifier.Table(column.Table.Name, column.Table.Schema);
            // EF gives no foreign key a number by itself, except one that only links the parts of an entity: what says OnAdd here means it.
            if (property.ValueGenerated == ValueGenerated.OnAdd
                && !property.TryGetDefaultValue(storeObject, out _)
                && property.GetDefaultValueSql(storeObject) is null
                && property.GetComputedColumnSql(storeObject) is null
                && property.GetValueGeneratorFactory() is null
                && IsInteger(mapping.TypeMapping.Converter?.ProviderClrType ?? property.ClrType))
                return true;
        }

        return false;
    }

    private static bool IsInteger(Type type) =>
        Type.GetTypeCode(Nullable.GetUnderlyingType(type) ?? type) is >= TypeCode.SByte and <= TypeCode.UInt64;
}
