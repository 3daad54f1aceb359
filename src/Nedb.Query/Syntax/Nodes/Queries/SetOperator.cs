namespace Nedb.Query.Syntax.Nodes.Queries;

/// <summary>How the rows of two queries are combined.</summary>
internal enum SetOperator
{
    /// <summary>Rows of either.</summary>
    Union,

    /// <summary>Rows of the first that the second does not have.</summary>
    Except,

    /// <summary>Rows of both.</summary>
    Intersect,
}
