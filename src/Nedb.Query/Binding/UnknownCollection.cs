using Nedb.Query.Syntax;
using Nedb.Storage.Schema;

namespace Nedb.Query.Binding;

/// <summary>What is said of a collection that is not there.</summary>
internal static class UnknownCollection
{
    /// <summary>
    /// The message, with the nearest known name. Where there is no collection at all, most likely nobody has made them yet, so it says how.
    /// </summary>
    public static string Describe(string name, IReadOnlyCollection<string> known) =>
        $"There is no collection '{name}'{(known.Count == 0 ? HowToMake : NearestName.Hint(name, known.Order(StringComparer.Ordinal)))}";

    /// <summary>As <see cref="Describe(string, IReadOnlyCollection{string})"/>, of the collections of a catalog.</summary>
    public static string Describe(string name, Catalog catalog) =>
        Describe(name, catalog.Collections.Select(static collection => collection.Name).ToList());

    private const string HowToMake =
        ": the database has no collections yet. Define them with CREATE COLLECTION, or with EF Core by Database.Migrate() or "
        + "Database.EnsureCreated()";
}
