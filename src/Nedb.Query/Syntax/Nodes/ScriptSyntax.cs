namespace Nedb.Query.Syntax.Nodes;

/// <summary>A whole text: statements separated by semicolons.</summary>
/// <param name="Statements">The statements; may be none.</param>
/// <param name="ParameterNames">The parameters used, without the <c>@</c>, in order of first use; names differ by more than case.</param>
internal sealed record ScriptSyntax(SyntaxList<StatementSyntax> Statements, SyntaxList<string> ParameterNames) : SyntaxNode
{
    /// <summary>The text, for the places of later failures.</summary>
    public required SourceText Source { get; init; }

    /// <summary>Where each of the parameters is used first; takes no part in comparisons.</summary>
    public IReadOnlyList<SourceSpan> ParameterSpans { get; init; } = [];

    /// <summary>Whether statements and parameters are the same; the text is not compared.</summary>
    public bool Equals(ScriptSyntax? other) =>
        base.Equals(other) && Statements.Equals(other.Statements) && ParameterNames.Equals(other.ParameterNames);

    /// <inheritdoc/>
    public override int GetHashCode() => Statements.GetHashCode();
}
