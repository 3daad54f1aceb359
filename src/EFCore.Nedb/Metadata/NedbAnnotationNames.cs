namespace Nedb.EntityFrameworkCore.Metadata;

/// <summary>
/// The names under which the provider keeps facts in a model. They are part of migrations and snapshots, so they never change.
/// </summary>
internal static class NedbAnnotationNames
{
    /// <summary>What all names begin with.</summary>
    public const string Prefix = "Nedb:";

    /// <summary>On an entity type: the name of the property that is the start of the period. On a table: the name of the column.</summary>
    public const string ValidFrom = Prefix + "ValidFrom";

    /// <summary>On an entity type: the name of the property that is the end of the period. On a table: the name of the column.</summary>
    public const string ValidTo = Prefix + "ValidTo";

    /// <summary>On a key, and on a unique constraint: true where the periods of one key must not overlap.</summary>
    public const string WithoutOverlaps = Prefix + "WithoutOverlaps";

    /// <summary>On a foreign key, and on its constraint: true where what is referred to must be valid all the time.</summary>
    public const string Period = Prefix + "Period";

    /// <summary>On a model: true where every entity type without a concurrency token of its own gets a version token.</summary>
    public const string VersionTokens = Prefix + "VersionTokens";

    /// <summary>On an index: true where it is an inverted index of words.</summary>
    public const string SearchIndex = Prefix + "SearchIndex";

    /// <summary>On an entity type or a property: true where what it held may be erased.</summary>
    public const string Erasable = Prefix + "Erasable";

    /// <summary>On a column: true where the engine numbers the documents.</summary>
    public const string Identity = Prefix + "Identity";
}
