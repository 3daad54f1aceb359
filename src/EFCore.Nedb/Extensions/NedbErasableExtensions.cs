using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Nedb.EntityFrameworkCore.Metadata;

namespace Microsoft.EntityFrameworkCore;

/// <summary>Says in the model what <c>Database.Nedb().Erase(entity)</c> erases.</summary>
public static class NedbErasableExtensions
{
    /// <summary>
    /// Lets earlier values of the property be erased, which then read as null in the past. So it must be optional, and no part of a key.
    /// </summary>
    /// <param name="builder">The property.</param>
    /// <param name="erasable">Whether it is erasable.</param>
    /// <returns>The same builder.</returns>
    public static PropertyBuilder IsErasable(this PropertyBuilder builder, bool erasable = true)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Metadata.SetAnnotation(NedbAnnotationNames.Erasable, erasable ? true : null);
        return builder;
    }

    /// <inheritdoc cref="IsErasable(PropertyBuilder, bool)"/>
    public static PropertyBuilder<TProperty> IsErasable<TProperty>(this PropertyBuilder<TProperty> builder, bool erasable = true) =>
        (PropertyBuilder<TProperty>)IsErasable((PropertyBuilder)builder, erasable);

    /// <summary>
    /// Lets earlier states of the entity be erased wholly, but for the key; reading one is then refused. Properties that are erasable by
    /// themselves need not be said.
    /// </summary>
    /// <param name="builder">The entity type.</param>
    /// <param name="erasable">Whether it is erasable.</param>
    /// <returns>The same builder.</returns>
    public static EntityTypeBuilder IsErasable(this EntityTypeBuilder builder, bool erasable = true)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Metadata.SetAnnotation(NedbAnnotationNames.Erasable, erasable ? true : null);
        return builder;
    }

    /// <inheritdoc cref="IsErasable(EntityTypeBuilder, bool)"/>
    public static EntityTypeBuilder<TEntity> IsErasable<TEntity>(this EntityTypeBuilder<TEntity> builder, bool erasable = true)
        where TEntity : class => (EntityTypeBuilder<TEntity>)IsErasable((EntityTypeBuilder)builder, erasable);

    /// <summary>Whether earlier values of a property may be erased.</summary>
    public static bool IsErasable(this IReadOnlyProperty property) =>
        property.FindAnnotation(NedbAnnotationNames.Erasable)?.Value is true;

    /// <summary>Whether earlier states of an entity may be erased wholly.</summary>
    public static bool IsErasable(this IReadOnlyEntityType entityType) =>
        entityType.FindAnnotation(NedbAnnotationNames.Erasable)?.Value is true || entityType.BaseType?.IsErasable() == true;
}
