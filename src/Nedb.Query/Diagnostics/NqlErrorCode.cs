namespace Nedb.Query.Diagnostics;

/// <summary>What is wrong with a query, for programs to decide by.</summary>
public enum NqlErrorCode
{
    /// <summary>The text is not NQL.</summary>
    Syntax,

    /// <summary>A collection, field, function, index or clause that is not known.</summary>
    UnknownName,

    /// <summary>A name that could mean several things.</summary>
    AmbiguousName,

    /// <summary>A value or an expression of a kind that cannot stand there.</summary>
    TypeMismatch,

    /// <summary>A parameter that was not given a value.</summary>
    MissingParameter,

    /// <summary>A value that cannot be converted or computed: division by zero, overflow, text that is not a date.</summary>
    ValueInvalid,

    /// <summary>A subquery that must give one row gave more.</summary>
    MoreThanOneRow,

    /// <summary>Something that SQL has and NQL does not.</summary>
    NotSupported,

    /// <summary>A write in a session that reads the past, or to a system collection.</summary>
    ReadOnly,
}
