using Microsoft.EntityFrameworkCore.Metadata;
using Nedb.EntityFrameworkCore.Metadata;

namespace Microsoft.EntityFrameworkCore;

/// <summary>What the model says about an entity type to Nedb.</summary>
public static class NedbEntityTypeExtensions
{
    /// <summary>The property that is the start of the period of valid time; null where the entity type has no period.</summary>
    public static IReadOnlyProperty? FindValidFromProperty(this IReadOnlyEntityType entityType) =>
        Find(entityType, NedbAnnotationNames.ValidFrom);

    /// <summary>The property that is the end of the period of valid time; null where the entity type has no period.</summary>
    public static IReadOnlyProperty? FindValidToProperty(this IReadOnlyEntityType entityType) =>
        Find(entityType, NedbAnnotationNames.ValidTo);

    /// <summary>The property that holds the seq of the version of each entity; null where there is none.</summary>
    public static IReadOnlyProperty? FindVersionToken(this IReadOnlyEntityType entityType)
    {
        foreach (var property in entityType.GetProperties())
            if (property.IsVersionToken())
                return property;
        return null;
    }

    /// <summary>Whether a property holds the seq of the version of its entity.</summary>
    public static bool IsVersionToken(this IReadOnlyProperty property) =>
        property is { IsConcurrencyToken: true, ValueGenerated: ValueGenerated.OnAddOrUpdate }
        && property.GetColumnName() == MetadataField.Seq;

    private static IReadOnlyProperty? Find(IReadOnlyEntityType entityType, string annotation)
    {
        // A period is said on the root of a hierarchy as a rule, and holds for the types below.
        for (var type = entityType; type is not null; type = type.BaseType)
            if (type.FindAnnotation(annotation)?.Value is string name)
                return type.FindProperty(name);
        return null;
    }
}
