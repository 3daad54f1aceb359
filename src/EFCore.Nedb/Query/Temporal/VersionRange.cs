namespace Nedb.EntityFrameworkCore.Query.Temporal;

/// <summary>Which versions of a span of transaction time are read.</summary>
internal enum VersionRange
{
    /// <summary>Every version.</summary>
    All,

    /// <summary>Those that stood at any point of the span, its last one included.</summary>
    Between,

    /// <summary>Those that stood at any point of the span, its last one left out.</summary>
    FromTo,

    /// <summary>Those that began and ended in the span.</summary>
    ContainedIn,
}
