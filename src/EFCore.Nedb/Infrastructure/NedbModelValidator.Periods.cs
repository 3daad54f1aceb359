using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Nedb.EntityFrameworkCore.Infrastructure;

/// <content>Keys and foreign keys over valid time.</content>
internal sealed partial class NedbModelValidator
{
    private static void ValidateKey(IEntityType entityType, IKey key)
    {
        if (key.IsWithoutOverlaps() && !EndsWithStart(entityType, key.Properties))
            throw new InvalidOperationException(NedbStrings.KeyNotOverPeriod(entityType.DisplayName(), Names(key.Properties)));
    }

    private static void ValidateForeignKey(IEntityType entityType, IForeignKey foreignKey)
    {
        if (!foreignKey.HasPeriod())
            return;
        var names = Names(foreignKey.Properties);
        if (!EndsWithStart(entityType, foreignKey.Properties))
            throw new InvalidOperationException(NedbStrings.ForeignKeyNotOverPeriod(entityType.DisplayName(), names));
        if (!foreignKey.PrincipalKey.IsWithoutOverlaps())
            throw new InvalidOperationException(NedbStrings.PrincipalKeyOverlaps(
                entityType.DisplayName(), names, foreignKey.PrincipalEntityType.DisplayName(), Names(foreignKey.PrincipalKey.Properties)));
        if (foreignKey.DependentToPrincipal is not null || foreignKey.PrincipalToDependent is not null)
            throw new InvalidOperationException(NedbStrings.NavigationOverPeriod(
                entityType.DisplayName(), names, (foreignKey.DependentToPrincipal ?? foreignKey.PrincipalToDependent)!.Name));
        if (foreignKey.DeleteBehavior != DeleteBehavior.ClientNoAction)
            throw new InvalidOperationException(
                NedbStrings.DeleteOverPeriod(entityType.DisplayName(), names, foreignKey.DeleteBehavior));
    }

    private static bool EndsWithStart(IEntityType entityType, IReadOnlyList<IProperty> properties) =>
        properties.Count > 1
        && properties[^1] == entityType.FindValidFromProperty()
        && entityType.FindValidToProperty() is { } end
        && !properties.Contains(end);

    private static string Names(IReadOnlyList<IProperty> properties) => string.Join(", ", properties.Select(property => property.Name));
}
