namespace Nedb.Query.Functions;

/// <summary>When a function gives the same for the same arguments.</summary>
internal enum FunctionStability
{
    /// <summary>Always: it may be computed once when a query is planned, and stand in a computed field or an index.</summary>
    Immutable,

    /// <summary>While one statement runs: the time of day.</summary>
    Statement,

    /// <summary>Never: chance and new identities.</summary>
    Volatile,
}
