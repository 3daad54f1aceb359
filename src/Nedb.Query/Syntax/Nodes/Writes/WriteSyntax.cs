using Nedb.Query.Syntax.Nodes.Queries;

namespace Nedb.Query.Syntax.Nodes.Writes;

/// <summary>A statement that writes documents or links.</summary>
internal abstract record WriteSyntax : StatementSyntax
{
    /// <summary>Why and for when it is written.</summary>
    public WriteDetailsSyntax Details { get; init; } = WriteDetailsSyntax.None;

    /// <summary>What to give for each written document; null for nothing.</summary>
    public SyntaxList<SelectItemSyntax>? Returning { get; init; }

    /// <summary>The common table expressions written before the statement.</summary>
    public SyntaxList<CommonTableSyntax> With { get; init; } = [];
}
