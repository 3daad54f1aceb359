namespace Nedb.Query.Syntax.Nodes.Definitions;

/// <summary>How an index finds documents.</summary>
internal enum IndexMethod
{
    /// <summary>By order; also what is meant when nothing is said.</summary>
    Ordered,

    /// <summary>By equality.</summary>
    Equality,

    /// <summary>By words.</summary>
    Search,
}
