namespace Nedb.Query.Syntax.Nodes;

/// <summary>
/// A node of the syntax tree: what was written, before any name is resolved. Trees are immutable and compare by structure;
/// where a node stands in the text takes no part in the comparison.
/// </summary>
internal abstract record SyntaxNode
{
    /// <summary>Where it was written; empty for a node that no text was parsed into.</summary>
    public SourceSpan Span { get; init; }

    /// <summary>Whether both nodes are of the same type; each derived record adds its own members.</summary>
    public virtual bool Equals(SyntaxNode? other) => other is not null && EqualityContract == other.EqualityContract;

    /// <inheritdoc/>
    public override int GetHashCode() => EqualityContract.GetHashCode();
}
