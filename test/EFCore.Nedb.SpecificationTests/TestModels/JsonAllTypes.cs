using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.TestModels.JsonQuery;

namespace Nedb.EntityFrameworkCore.SpecificationTests.TestModels;

/// <summary>EF's relational model knows collections of primitives, but no collections of them, so the properties of that kind are left out.</summary>
internal static class JsonAllTypes
{
    public static void IgnoreNestedCollections(EntityTypeBuilder<JsonEntityAllTypes> builder)
    {
        foreach (var name in Names(typeof(JsonEntityAllTypes)))
            builder.Ignore(name);
    }

    public static void IgnoreNestedCollections(OwnedNavigationBuilder<JsonEntityAllTypes, JsonOwnedAllTypes> builder)
    {
        foreach (var name in Names(typeof(JsonOwnedAllTypes)))
            builder.Ignore(name);
    }

    private static IEnumerable<string> Names(Type type) =>
        type.GetProperties().Select(property => property.Name).Where(name => name.EndsWith("CollectionCollection", StringComparison.Ordinal)).ToList();
}
