using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace Nedb.EntityFrameworkCore.Metadata;

/// <summary>
/// Maps every row version to the seq of the version, which the engine keeps anyway, and adds one where the model asks for it everywhere.
/// It runs before the convention that repeats concurrency tokens on types that share a table, so that the copies are mapped alike.
/// </summary>
internal sealed class NedbVersionTokenConvention : IModelFinalizingConvention
{
    /// <inheritdoc/>
    public void ProcessModelFinalizing(IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
    {
        var isForAll = modelBuilder.Metadata.FindAnnotation(NedbAnnotationNames.VersionTokens)?.Value is true;
        foreach (var entityType in modelBuilder.Metadata.GetEntityTypes())
        {
            if (isForAll && WantsToken(entityType))
                AddToken(entityType);
            foreach (var property in entityType.GetDeclaredProperties())
                if (IsRowVersion(property))
                    // Stated as if by the user: a column name on a row version cannot mean anything else here.
                    ((IMutableProperty)property).SetColumnName(MetadataField.Seq);
        }
    }

    /// <summary>Whether a property is a row version of a type that can hold a seq.</summary>
    public static bool IsRowVersion(IReadOnlyProperty property)
    {
        if (property is not { IsConcurrencyToken: true, ValueGenerated: ValueGenerated.OnAddOrUpdate }
            || property.GetComputedColumnSql() is not null)
            return false;
        var type = property.GetValueConverter()?.ProviderClrType ?? property.GetProviderClrType() ?? property.ClrType;
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type == typeof(long) || type == typeof(ulong) || type == typeof(byte[]);
    }

    private static bool WantsToken(IConventionEntityType entityType)
    {
        if (entityType.BaseType is not null || entityType.IsOwned() || entityType.IsPropertyBag || entityType.FindPrimaryKey() is null
            || entityType.GetTableName() is null)
            return false;
        foreach (var property in entityType.GetProperties())
            if (IsRowVersion(property))
                return false;
        return true;
    }

    private static void AddToken(IConventionEntityType entityType)
    {
        var token = entityType.Builder.Property(typeof(long), MetadataField.Seq);
        token?.ValueGenerated(ValueGenerated.OnAddOrUpdate);
        token?.IsConcurrencyToken(true);
    }
}
