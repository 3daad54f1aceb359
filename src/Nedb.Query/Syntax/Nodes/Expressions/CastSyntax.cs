using Nedb.Storage.Schema;

namespace Nedb.Query.Syntax.Nodes.Expressions;

/// <summary><c>CAST(operand AS type)</c>.</summary>
internal sealed record CastSyntax(ExpressionSyntax Operand, FieldType Type) : ExpressionSyntax;
