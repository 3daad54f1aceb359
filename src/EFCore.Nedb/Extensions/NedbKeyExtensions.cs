using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Nedb.EntityFrameworkCore.Metadata;

namespace Microsoft.EntityFrameworkCore;

/// <summary>
/// Keys and foreign keys over valid time, as SQL:2011 has them: a key that nothing has twice at one time, and a reference to what is valid
/// whenever the referring entity is. The engine checks both when a commit is made, also against what others write meanwhile.
/// </summary>
public static class NedbKeyExtensions
{
    /// <summary>
    /// Says that no two entities with the same key may be valid at one time. The start of the period (see <c>HasValidTime</c>) is the last
    /// property of the key, and what is the same are the properties before it. Periods are half-open, so one may begin where another one
    /// ends. A save that breaks the rule fails with <see cref="DbUpdateException"/>, whose entries are those at fault.
    /// </summary>
    /// <param name="builder">A primary or alternate key, for example <c>HasKey(p => new { p.Item, p.From })</c>.</param>
    /// <param name="withoutOverlaps">False to take it back.</param>
    /// <returns>The same builder.</returns>
    public static KeyBuilder WithoutOverlaps(this KeyBuilder builder, bool withoutOverlaps = true)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Metadata.SetOrRemoveAnnotation(NedbAnnotationNames.WithoutOverlaps, withoutOverlaps ? true : null);
        return builder;
    }

    /// <inheritdoc cref="WithoutOverlaps(KeyBuilder, bool)"/>
    /// <typeparam name="TEntity">The entity.</typeparam>
    /// <param name="builder">A primary or alternate key, for example <c>HasKey(p => new { p.Item, p.From })</c>.</param>
    /// <param name="withoutOverlaps">False to take it back.</param>
    public static KeyBuilder<TEntity> WithoutOverlaps<TEntity>(this KeyBuilder<TEntity> builder, bool withoutOverlaps = true) =>
        (KeyBuilder<TEntity>)WithoutOverlaps((KeyBuilder)builder, withoutOverlaps);

    /// <summary>
    /// Says that a reference is over valid time: the entities that it refers to must together be valid at every moment at which the
    /// referring one is. The last property of the foreign key is the start of the period of the referring entity, and the key referred to
    /// is <c>WithoutOverlaps</c>. Such a reference has no navigations, since it leads to several entities, and nothing is deleted by it.
    /// </summary>
    /// <param name="builder">
    /// A relationship, for example
    /// <c>HasOne&lt;Price&gt;().WithMany().HasForeignKey(s => new { s.Item, s.From }).HasPrincipalKey(p => new { p.Item, p.From })</c>.
    /// </param>
    /// <param name="withPeriod">False to take it back.</param>
    /// <returns>The same builder.</returns>
    public static ReferenceCollectionBuilder WithPeriod(this ReferenceCollectionBuilder builder, bool withPeriod = true)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Metadata.SetOrRemoveAnnotation(NedbAnnotationNames.Period, withPeriod ? true : null);
        if (withPeriod)
            builder.OnDelete(DeleteBehavior.ClientNoAction);
        return builder;
    }

    /// <inheritdoc cref="WithPeriod(ReferenceCollectionBuilder, bool)"/>
    /// <typeparam name="TPrincipal">The entity referred to.</typeparam>
    /// <typeparam name="TDependent">The referring entity.</typeparam>
    /// <param name="builder">A relationship without navigations.</param>
    /// <param name="withPeriod">False to take it back.</param>
    public static ReferenceCollectionBuilder<TPrincipal, TDependent> WithPeriod<TPrincipal, TDependent>(
        this ReferenceCollectionBuilder<TPrincipal, TDependent> builder, bool withPeriod = true)
        where TPrincipal : class
        where TDependent : class =>
        (ReferenceCollectionBuilder<TPrincipal, TDependent>)WithPeriod((ReferenceCollectionBuilder)builder, withPeriod);

    /// <summary>Whether no two entities with the same key may be valid at one time.</summary>
    public static bool IsWithoutOverlaps(this IReadOnlyKey key) => key[NedbAnnotationNames.WithoutOverlaps] is true;

    /// <summary>Whether what is referred to must be valid whenever the referring entity is.</summary>
    public static bool HasPeriod(this IReadOnlyForeignKey foreignKey) => foreignKey[NedbAnnotationNames.Period] is true;
}
