namespace Nedb.EntityFrameworkCore.Query.Temporal;

/// <summary>
/// Annotations of a table in a query tree. EF copies them to the tables of owned types and of derived types, which is how a point in time
/// reaches them.
/// </summary>
internal static class TemporalAnnotations
{
    /// <summary>The seq or instant whose state is read: an expression that refers to no column.</summary>
    public const string AsOf = "Nedb:AsOf";

    /// <summary>The date or instant that the period of a version must contain: an expression that refers to no column.</summary>
    public const string ValidAsOf = "Nedb:ValidAsOf";

    /// <summary>
    /// Present where every version is read, not the newest only: the name of the collection. EF copies it to the tables of what belongs to
    /// the entity, which are read as they stood when the version was written.
    /// </summary>
    public const string History = "Nedb:History";

    /// <summary>On the table that an update or delete writes: the first moment of the portion of valid time.</summary>
    public const string PortionFrom = "Nedb:PortionFrom";

    /// <summary>On the table that an update or delete writes: the first moment after the portion of valid time.</summary>
    public const string PortionTo = "Nedb:PortionTo";

    /// <summary>Present where a navigation of a version leads: it is read as it stood when the version was written.</summary>
    public const string OfVersion = "Nedb:OfVersion";
}
