using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Microsoft.EntityFrameworkCore.Update;
using Nedb.Data;
using Nedb.EntityFrameworkCore.Metadata;
using Nedb.EntityFrameworkCore.Storage;
using Nedb.Storage.Values;

namespace Nedb.EntityFrameworkCore.Update;

/// <summary>
/// How the entries of one entity type become writes, found once for a model: for the types that have a table to themselves, one document
/// an entity, and whose fields are plain columns. The rules of what is written, read back and compared are those of EF's own commands.
/// </summary>
internal sealed class EntryWriter
{
    private const string AnnotationName = "Nedb:EntryWriter";
    private const int MostColumns = 64;
    private readonly Column[] _columns;
    private readonly IProperty[] _keyProperties;
    private readonly IProperty[] _foreignKeyProperties;
    private readonly IProperty[] _uniqueProperties;
    private (ulong Mask, string[] Names)[] _namesByMask = [];

    private EntryWriter(IEntityType entityType, ITable table, Column[] columns)
    {
        Table = table;
        _columns = columns;
        _keyProperties = [.. entityType.GetKeys().SelectMany(key => key.Properties).Distinct()];
        _foreignKeyProperties = [.. entityType.GetForeignKeys().SelectMany(foreignKey => foreignKey.Properties).Distinct()];
        _uniqueProperties =
            [.. entityType.GetIndexes().Where(index => index.IsUnique).SelectMany(index => index.Properties).Distinct()];
        HasUniqueValues = _uniqueProperties.Length > 0 || entityType.GetKeys().Skip(1).Any();
        Token = Array.Find(columns, column => column.Name == MetadataField.Seq)?.Property;
    }

    public ITable Table { get; }

    /// <summary>The property that takes the seq of each version; null for none.</summary>
    public IProperty? Token { get; }

    /// <summary>Whether documents have values beside their keys that no two may share.</summary>
    public bool HasUniqueValues { get; }

    /// <summary>The writer of an entity type; null where its entries need EF's commands.</summary>
    public static EntryWriter? Find(IEntityType entityType) =>
        entityType.GetOrAddRuntimeAnnotationValue(AnnotationName, static type => new Slot(TryMake(type!)), entityType).Writer;

    /// <summary>
    /// Whether an entry can be written by itself: no value of it is yet to come, or must first be given up, by another one.
    /// </summary>
    public bool IsIndependent(IUpdateEntry entry)
    {
        if (entry.SharedIdentityEntry is not null)
            return false;
        if (entry.EntityState == EntityState.Added)
        {
            foreach (var property in _foreignKeyProperties)
                if (entry.HasTemporaryValue(property))
                    return false;
            return true;
        }

        if (entry.EntityState == EntityState.Modified)
            foreach (var property in _uniqueProperties)
                if (entry.IsModified(property))
                    return false;
        return true;
    }

    /// <summary>Whether the database gives a new entry a key, so that what refers to it can be written only when it has.</summary>
    public bool AwaitsKey(IUpdateEntry entry)
    {
        if (entry.EntityState == EntityState.Added)
            foreach (var property in _keyProperties)
                if (entry.IsStoreGenerated(property))
                    return true;
        return false;
    }

    /// <summary>Whether a changed entry changes anything that is stored.</summary>
    public bool Writes(IUpdateEntry entry)
    {
        foreach (var column in _columns)
            if (column.IsUpdated && entry.IsModified(column.Property) && !entry.IsStoreGenerated(column.Property))
                return true;
        return false;
    }

    /// <summary>What is to be written for an entry, and which columns are read back.</summary>
    public EntryWrite Make(IUpdateEntry entry)
    {
        var isAdded = entry.EntityState == EntityState.Added;
        var isDeleted = entry.EntityState == EntityState.Deleted;
        ulong set = 0, read = 0, where = 0;
        var values = isDeleted ? [] : new object?[_columns.Length];
        var found = isAdded ? [] : new object?[_columns.Length];
        int setCount = 0, whereCount = 0;
        for (var i = 0; i < _columns.Length; i++)
        {
            var column = _columns[i];
            var property = column.Property;
            if (!isDeleted && entry.IsStoreGenerated(property))
            {
                read |= 1UL << i;
            }
            else if (isAdded
                ? column.IsInserted || entry.HasStoreGeneratedValue(property)
                : !isDeleted && column.IsUpdated && entry.IsModified(property))
            {
                set |= 1UL << i;
                values[setCount++] = column.ToProvider(entry.GetCurrentValue(property));
            }

            if (!isAdded && column.IsCondition)
            {
                where |= 1UL << i;
                found[whereCount++] = column.ToProvider(entry.GetOriginalValue(property));
            }
        }

        return new(
            Names(set), new ArraySegment<object?>(values, 0, setCount), Names(where), new ArraySegment<object?>(found, 0, whereCount),
            Names(read), read);
    }

    /// <summary>Hands the values that were read back to an entry.</summary>
    public void Propagate(IUpdateEntry entry, ulong read, NedbWriteResult result)
    {
        var ordinal = 0;
        for (var i = 0; i < _columns.Length; i++)
            if ((read & (1UL << i)) != 0)
                // Marked as modified, as EF's own commands do: otherwise EF takes the value for the original one too, which a save that
                // fails does not take back.
                entry.SetStoreGeneratedValue(_columns[i].Property, _columns[i].FromProvider(result.GetFieldValue<NedbValue>(ordinal++)));
    }

    private static EntryWriter? TryMake(IEntityType entityType)
    {
        if (entityType.GetTableMappings().Take(2).ToList() is not [var mapping]
            || mapping.Table.IsShared
            || mapping.InsertStoredProcedureMapping is not null
            || mapping.UpdateStoredProcedureMapping is not null
            || mapping.DeleteStoredProcedureMapping is not null
            || mapping.Table.IsOptional(entityType)
            // A document of its own that refers to others of its collection must come after them.
            || mapping.Table.ForeignKeyConstraints.Any(constraint => constraint.PrincipalTable == mapping.Table)
            || entityType.IsMappedToJson()
            || entityType.GetComplexProperties().Any()
            || entityType.GetNavigations().Any(static navigation => navigation.TargetEntityType.IsMappedToJson()))
            return null;
        var columns = mapping.ColumnMappings.Select(static column => new Column(column)).ToArray();
        return columns.Length <= MostColumns ? new(entityType, mapping.Table, columns) : null;
    }

    // Entries of a type are nearly always written with the same columns.
    private string[] Names(ulong mask)
    {
        if (mask == 0)
            return [];
        var known = _namesByMask;
        foreach (var (knownMask, knownNames) in known)
            if (knownMask == mask)
                return knownNames;
        var names = Enumerable.Range(0, _columns.Length).Where(i => (mask & (1UL << i)) != 0).Select(i => _columns[i].Name).ToArray();
        // Two threads may add at once; then one of the two is found again next time.
        if (known.Length < 16)
            _namesByMask = [.. known, (mask, names)];
        return names;
    }

    private sealed record Slot(EntryWriter? Writer);

    private sealed class Column(IColumnMapping mapping)
    {
        private readonly ValueConverter? _converter = mapping.TypeMapping.Converter;
        private readonly Type _providerType = Unwrap(mapping.TypeMapping.Converter?.ProviderClrType ?? mapping.Property.ClrType);

        public string Name { get; } = mapping.Column.Name;

        public IProperty Property { get; } = mapping.Property;

        public bool IsInserted { get; } = mapping.Property.GetBeforeSaveBehavior() == PropertySaveBehavior.Save;

        public bool IsUpdated { get; } = mapping.Property.GetAfterSaveBehavior() == PropertySaveBehavior.Save;

        public bool IsCondition { get; } = mapping.Property.IsPrimaryKey() || mapping.Property.IsConcurrencyToken;

        public object? ToProvider(object? value) => _converter is null ? value : _converter.ConvertToProvider(value);

        public object? FromProvider(NedbValue value)
        {
            var provided = ProviderValue.ToClr(value, _providerType);
            return _converter is null ? provided : _converter.ConvertFromProvider(provided);
        }

        private static Type Unwrap(Type type) => Nullable.GetUnderlyingType(type) ?? type;
    }
}
