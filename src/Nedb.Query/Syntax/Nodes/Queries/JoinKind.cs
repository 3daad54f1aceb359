namespace Nedb.Query.Syntax.Nodes.Queries;

/// <summary>Which rows a join keeps although they match nothing.</summary>
internal enum JoinKind
{
    /// <summary>None.</summary>
    Inner,

    /// <summary>Those on the left.</summary>
    Left,

    /// <summary>Those on the right.</summary>
    Right,

    /// <summary>Those on either side.</summary>
    Full,

    /// <summary>Every pair matches.</summary>
    Cross,
}
