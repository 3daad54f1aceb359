using Nedb.EntityFrameworkCore.Metadata;

namespace Microsoft.EntityFrameworkCore;

/// <summary>Says in the model what holds for all its entity types.</summary>
public static class NedbModelBuilderExtensions
{
    /// <summary>
    /// Gives a version token, as <c>HasVersionToken</c> does, to every entity type that has a key and no row version of its own.
    /// Owned types share the token of their owner; the join types of many-to-many relationships have none.
    /// </summary>
    /// <returns>The same builder.</returns>
    public static ModelBuilder HasVersionTokens(this ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.Model.SetAnnotation(NedbAnnotationNames.VersionTokens, true);
        return modelBuilder;
    }
}
