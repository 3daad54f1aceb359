using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace Nedb.EntityFrameworkCore.Metadata;

/// <summary>
/// Gives a property that would be stored as <c>_id</c> and numbered by the database a field of its own: <c>_id</c> is the name of the key
/// of a collection without key fields, whose keys the caller gives. A stated column name stays as it is.
/// </summary>
internal sealed class NedbKeyFieldConvention : IModelFinalizingConvention
{
    private const string FieldName = "id";

    /// <inheritdoc/>
    public void ProcessModelFinalizing(IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
    {
        foreach (var entityType in modelBuilder.Metadata.GetEntityTypes())
            foreach (var property in entityType.GetDeclaredProperties())
                if (property.ValueGenerated == ValueGenerated.OnAdd && IsNumber(property) && property.GetColumnName() == MetadataField.Id)
                    property.Builder.HasColumnName(FreeName(entityType));
    }

    private static bool IsNumber(IConventionProperty property)
    {
        var type = property.GetValueConverter()?.ProviderClrType ?? property.GetProviderClrType() ?? property.ClrType;
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type.IsPrimitive || type == typeof(decimal);
    }

    private static string FreeName(IConventionEntityType entityType)
    {
        var names = entityType.GetRootType().GetDerivedTypesInclusive()
            .SelectMany(type => type.GetDeclaredProperties())
            .Select(property => property.GetColumnName())
            .ToHashSet(StringComparer.Ordinal);
        var name = FieldName;
        for (var i = 1; names.Contains(name); i++)
            name = FieldName + i;
        return name;
    }
}
