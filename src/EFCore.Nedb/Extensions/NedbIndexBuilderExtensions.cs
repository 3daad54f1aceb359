using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Nedb.EntityFrameworkCore.Metadata;

namespace Microsoft.EntityFrameworkCore;

/// <summary>Says in the model what kind of index is made.</summary>
public static class NedbIndexBuilderExtensions
{
    /// <summary>Makes the index an inverted one of the words in its properties, which serves full-text search.</summary>
    /// <param name="builder">The index.</param>
    /// <param name="searchIndex">Whether it is one.</param>
    /// <returns>The same builder.</returns>
    public static IndexBuilder IsSearchIndex(this IndexBuilder builder, bool searchIndex = true)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Metadata.SetAnnotation(NedbAnnotationNames.SearchIndex, searchIndex ? true : null);
        return builder;
    }

    /// <inheritdoc cref="IsSearchIndex(IndexBuilder, bool)"/>
    public static IndexBuilder<TEntity> IsSearchIndex<TEntity>(this IndexBuilder<TEntity> builder, bool searchIndex = true) =>
        (IndexBuilder<TEntity>)IsSearchIndex((IndexBuilder)builder, searchIndex);

    /// <summary>Whether an index is an inverted one of words.</summary>
    public static bool IsSearchIndex(this IReadOnlyIndex index) => index.FindAnnotation(NedbAnnotationNames.SearchIndex)?.Value is true;
}
