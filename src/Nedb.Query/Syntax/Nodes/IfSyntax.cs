using Nedb.Query.Syntax.Nodes.Expressions;

namespace Nedb.Query.Syntax.Nodes;

/// <summary><c>IF condition THEN statements [ELSE statements] END IF</c>. Each statement within ends with a semicolon.</summary>
internal sealed record IfSyntax(ExpressionSyntax Condition, SyntaxList<StatementSyntax> Then, SyntaxList<StatementSyntax> Else)
    : StatementSyntax;
