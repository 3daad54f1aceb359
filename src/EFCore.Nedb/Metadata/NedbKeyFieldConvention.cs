using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace Nedb.EntityFrameworkCore.Metadata;

/// <summary>
/// Gives a property that would be stored as <c>_id</c> a field of its own where the database numbers it or a foreign key leads to it:
/// <c>_id</c> is the name of the key of a collection without key fields, whose keys the caller gives and which no constraint can name.
/// A stated column name stays as it is.
/// </summary>
internal sealed class NedbKeyFieldConvention : IModelFinalizingConvention
{
    private const string FieldName = "id";

    /// <inheritdoc/>
    public void ProcessModelFinalizing(IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
    {
        foreach (var entityType in modelBuilder.Metadata.GetEntityTypes())
            foreach (var property in entityType.GetDeclaredProperties())
                if (property.GetColumnName() == MetadataField.Id && (IsNumbered(property) || IsReferred(property)))
                    property.Builder.HasColumnName(FreeName(entityType));
    }

    private static bool IsNumbered(IConventionProperty property)
    {
        if (property.ValueGenerated != ValueGenerated.OnAdd)
            return false;
        var type = property.GetValueConverter()?.ProviderClrType ?? property.GetProviderClrType() ?? property.ClrType;
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type.IsPrimitive || type == typeof(decimal);
    }

    private static bool IsReferred(IConventionProperty property) =>
        property.GetContainingKeys().SelectMany(key => key.GetReferencingForeignKeys()).Any(foreignKey => !IsInOneDocument(foreignKey));

    // A part of the document of the principal has its key, and no constraint.
    private static bool IsInOneDocument(IConventionForeignKey foreignKey)
    {
        var dependent = foreignKey.DeclaringEntityType;
        return dependent.IsMappedToJson()
            || (dependent.GetTableName() == foreignKey.PrincipalEntityType.GetTableName()
                && dependent.FindPrimaryKey()?.Properties.SequenceEqual(foreignKey.Properties) == true);
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
