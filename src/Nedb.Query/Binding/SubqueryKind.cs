namespace Nedb.Query.Binding;

/// <summary>What is asked of a subquery.</summary>
internal enum SubqueryKind
{
    /// <summary>Its one value.</summary>
    Scalar,

    /// <summary>Whether it has a row.</summary>
    Exists,

    /// <summary>Whether an item is among its values.</summary>
    In,

    /// <summary>Whether a comparison holds with any of its values.</summary>
    Any,

    /// <summary>Whether a comparison holds with all of its values.</summary>
    All,

    /// <summary>Its values as an array.</summary>
    Array,
}
