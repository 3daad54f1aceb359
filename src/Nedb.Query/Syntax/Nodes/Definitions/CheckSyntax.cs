using Nedb.Query.Syntax.Nodes.Expressions;

namespace Nedb.Query.Syntax.Nodes.Definitions;

/// <summary><c>CHECK (predicate)</c>.</summary>
internal sealed record CheckSyntax(IdentifierSyntax? Name, ExpressionSyntax Predicate) : ConstraintSyntax(Name);
