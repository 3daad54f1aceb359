namespace Nedb.Query.Syntax.Nodes.Expressions;

/// <summary>Where a window frame starts or ends.</summary>
internal enum FrameBoundKind
{
    /// <summary>At the first row of the partition.</summary>
    UnboundedPreceding,

    /// <summary>A number of rows before the present one.</summary>
    Preceding,

    /// <summary>At the present row.</summary>
    CurrentRow,

    /// <summary>A number of rows after the present one.</summary>
    Following,

    /// <summary>At the last row of the partition.</summary>
    UnboundedFollowing,
}
