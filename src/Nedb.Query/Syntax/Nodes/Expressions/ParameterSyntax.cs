namespace Nedb.Query.Syntax.Nodes.Expressions;

/// <summary><c>@name</c>.</summary>
/// <param name="Name">The name without the <c>@</c>.</param>
internal sealed record ParameterSyntax(string Name) : ExpressionSyntax;
