using Nedb.Query.Syntax.Nodes.Expressions;

namespace Nedb.Query.Syntax.Nodes.Queries;

/// <summary>Something that FROM or JOIN takes rows from.</summary>
internal abstract record SourceSyntax : SyntaxNode
{
    /// <summary>The name that expressions use; null for the source's own name, if it has one.</summary>
    public IdentifierSyntax? Alias { get; init; }

    /// <summary>Names for the columns (<c>AS v(a, b)</c>); empty to keep those it has.</summary>
    public SyntaxList<IdentifierSyntax> Columns { get; init; } = [];

    /// <summary>The seq or time at which it is read; null for that of the query.</summary>
    public ExpressionSyntax? AsOf { get; init; }

    /// <summary>The valid time at which it is read; null for that of the query.</summary>
    public ExpressionSyntax? ValidAsOf { get; init; }
}
