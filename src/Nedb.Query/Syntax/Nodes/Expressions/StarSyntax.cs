namespace Nedb.Query.Syntax.Nodes.Expressions;

/// <summary><c>*</c>, or <c>source.*</c>: every field; in <c>COUNT(*)</c>, the row itself.</summary>
internal sealed record StarSyntax(IdentifierSyntax? Source) : ExpressionSyntax;
