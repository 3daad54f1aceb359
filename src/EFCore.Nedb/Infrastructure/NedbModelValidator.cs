using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Nedb.EntityFrameworkCore.Diagnostics;
using Nedb.EntityFrameworkCore.Metadata;

namespace Nedb.EntityFrameworkCore.Infrastructure;

/// <summary>Refuses models that say what the engine cannot do, before anything is stored.</summary>
internal sealed partial class NedbModelValidator(
    ModelValidatorDependencies dependencies, RelationalModelValidatorDependencies relationalDependencies)
    : RelationalModelValidator(dependencies, relationalDependencies)
{
    /// <inheritdoc/>
    public override void Validate(IModel model, IDiagnosticsLogger<DbLoggerCategory.Model.Validation> logger)
    {
        base.Validate(model, logger);
        var tables = new Dictionary<string, IEntityType>(StringComparer.Ordinal);
        foreach (var entityType in model.GetEntityTypes())
        {
            ValidateSchema(entityType, tables, logger);
            if (entityType.GetInsertStoredProcedure() is not null
                || entityType.GetUpdateStoredProcedure() is not null
                || entityType.GetDeleteStoredProcedure() is not null)
                throw new InvalidOperationException(NedbStrings.StoredProceduresNotSupported(entityType.DisplayName()));
            foreach (var property in entityType.GetDeclaredProperties())
            {
                ValidateProperty(entityType, property);
                ValidateErasable(entityType, property);
            }

            ValidateValidTime(entityType);
            foreach (var key in entityType.GetDeclaredKeys())
                ValidateKey(entityType, key);
            foreach (var foreignKey in entityType.GetDeclaredForeignKeys())
                ValidateForeignKey(entityType, foreignKey);
        }
    }

    private static void ValidateSchema(
        IEntityType entityType, Dictionary<string, IEntityType> tables, IDiagnosticsLogger<DbLoggerCategory.Model.Validation> logger)
    {
        var schema = entityType.GetSchema();
        if (schema is not null)
            logger.SchemaConfiguredWarning(entityType, schema);
        if (entityType.GetTableName() is { } table && !tables.TryAdd(table, entityType) && tables[table].GetSchema() != schema)
            throw new InvalidOperationException(
                NedbStrings.SameTableInTwoSchemas(table, tables[table].DisplayName(), entityType.DisplayName()));
    }

    private static void ValidateProperty(IEntityType entityType, IProperty property)
    {
        if (entityType.GetTableName() is null || entityType.IsMappedToJson())
            return;
        var isToken = property is { IsConcurrencyToken: true, ValueGenerated: ValueGenerated.OnAddOrUpdate };
        if (isToken && property.GetComputedColumnSql() is null && !NedbVersionTokenConvention.IsRowVersion(property))
            throw new InvalidOperationException(
                NedbStrings.RowVersionTypeNotSupported(entityType.DisplayName(), property.Name, property.ClrType));
        var column = property.GetColumnName();
        if (column != MetadataField.Id && MetadataField.IsOne(column) && property.ValueGenerated != ValueGenerated.OnAddOrUpdate)
            throw new InvalidOperationException(NedbStrings.MetadataFieldMustBeRead(entityType.DisplayName(), property.Name, column));
    }

    private static void ValidateErasable(IEntityType entityType, IProperty property)
    {
        if (!property.IsErasable())
            return;
        if (property.IsKey())
            throw new InvalidOperationException(NedbStrings.ErasableKey(entityType.DisplayName(), property.Name));
        if (!property.IsNullable)
            throw new InvalidOperationException(NedbStrings.ErasableRequired(entityType.DisplayName(), property.Name));
    }

    private static void ValidateValidTime(IEntityType entityType)
    {
        if (entityType.FindAnnotation(NedbAnnotationNames.ValidFrom)?.Value is not string fromName
            || entityType.FindAnnotation(NedbAnnotationNames.ValidTo)?.Value is not string toName)
            return;
        var from = entityType.FindProperty(fromName)
            ?? throw new InvalidOperationException(NedbStrings.ValidTimePropertyMissing(entityType.DisplayName(), fromName));
        var to = entityType.FindProperty(toName)
            ?? throw new InvalidOperationException(NedbStrings.ValidTimePropertyMissing(entityType.DisplayName(), toName));
        var fromType = StoredType(from);
        var isBound = fromType == typeof(DateOnly) || fromType == typeof(DateTime) || fromType == typeof(DateTimeOffset);
        if (!isBound || fromType != StoredType(to))
            throw new InvalidOperationException(
                NedbStrings.ValidTimeTypeNotSupported(entityType.DisplayName(), fromName, from.ClrType, toName, to.ClrType));
    }

    private static Type StoredType(IProperty property)
    {
        var type = property.GetTypeMapping().Converter?.ProviderClrType ?? property.ClrType;
        return Nullable.GetUnderlyingType(type) ?? type;
    }
}
