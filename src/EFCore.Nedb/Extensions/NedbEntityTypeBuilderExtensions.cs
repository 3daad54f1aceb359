using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Nedb.EntityFrameworkCore.Metadata;

namespace Microsoft.EntityFrameworkCore;

/// <summary>Says in the model what Nedb keeps beside the values of an entity: when it is valid, and which version it is.</summary>
public static class NedbEntityTypeBuilderExtensions
{
    /// <summary>
    /// Says which two properties are the period of valid time, from the first (inclusive) to the second (exclusive). A null is no bound.
    /// <c>ValidAsOf</c> asks for what is valid at a moment.
    /// </summary>
    /// <typeparam name="TEntity">The entity.</typeparam>
    /// <typeparam name="TBound">
    /// <see cref="DateOnly"/>, <see cref="DateTime"/>, <see cref="DateTimeOffset"/>, or one of them nullable.
    /// </typeparam>
    /// <typeparam name="TEnd">As <typeparamref name="TBound"/>; only one of them may be nullable.</typeparam>
    /// <param name="builder">The entity type.</param>
    /// <param name="from">The start.</param>
    /// <param name="to">The end.</param>
    /// <returns>The same builder.</returns>
    public static EntityTypeBuilder<TEntity> HasValidTime<TEntity, TBound, TEnd>(
        this EntityTypeBuilder<TEntity> builder, Expression<Func<TEntity, TBound>> from, Expression<Func<TEntity, TEnd>> to)
        where TEntity : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        HasValidTime(builder, builder.Property(from).Metadata.Name, builder.Property(to).Metadata.Name);
        return builder;
    }

    /// <summary>As the overload with expressions, by the names of the properties; shadow properties must have been declared.</summary>
    /// <param name="builder">The entity type.</param>
    /// <param name="fromPropertyName">The name of the start.</param>
    /// <param name="toPropertyName">The name of the end.</param>
    /// <returns>The same builder.</returns>
    public static EntityTypeBuilder HasValidTime(this EntityTypeBuilder builder, string fromPropertyName, string toPropertyName)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(fromPropertyName);
        ArgumentException.ThrowIfNullOrEmpty(toPropertyName);
        builder.Metadata.SetAnnotation(NedbAnnotationNames.ValidFrom, fromPropertyName);
        builder.Metadata.SetAnnotation(NedbAnnotationNames.ValidTo, toPropertyName);
        return builder;
    }

    /// <summary>
    /// Lets each entity remember which version of the document it was read from, so that an update or delete of another version fails with
    /// <see cref="DbUpdateConcurrencyException"/>. Nothing is stored for it: every version has a seq. The token is a shadow property named
    /// <c>_seq</c>;
    /// to have it as a property of the class, mark a <see cref="long"/>, <see cref="ulong"/> or byte array with <c>IsRowVersion()</c> or
    /// <c>[Timestamp]</c> instead.
    /// </summary>
    /// <returns>The same builder.</returns>
    public static EntityTypeBuilder<TEntity> HasVersionToken<TEntity>(this EntityTypeBuilder<TEntity> builder)
        where TEntity : class =>
        (EntityTypeBuilder<TEntity>)HasVersionToken((EntityTypeBuilder)builder);

    /// <inheritdoc cref="HasVersionToken{TEntity}(EntityTypeBuilder{TEntity})"/>
    public static EntityTypeBuilder HasVersionToken(this EntityTypeBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Property<long>(MetadataField.Seq).HasColumnName(MetadataField.Seq).IsRowVersion();
        return builder;
    }
}
