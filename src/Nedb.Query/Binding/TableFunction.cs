namespace Nedb.Query.Binding;

/// <summary>The functions that give rows.</summary>
internal enum TableFunction
{
    /// <summary>The items of an array.</summary>
    Unnest,

    /// <summary>One row for each key of a collection that changed between two states.</summary>
    Changes,

    /// <summary>What caused the versions that a query names.</summary>
    Causes,

    /// <summary>What the versions that a query names caused.</summary>
    Effects,

    /// <summary>The documents that those a query names link to by a relation.</summary>
    Linked,

    /// <summary>The documents that link by a relation to those a query names.</summary>
    LinkedBy,
}
