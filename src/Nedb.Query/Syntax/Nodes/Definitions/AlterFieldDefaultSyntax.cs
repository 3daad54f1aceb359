using Nedb.Query.Syntax.Nodes.Expressions;

namespace Nedb.Query.Syntax.Nodes.Definitions;

/// <summary><c>ALTER [FIELD] name SET DEFAULT value</c>, or <c>DROP DEFAULT</c>.</summary>
/// <param name="Name">The field.</param>
/// <param name="Default">The value; null to have none.</param>
internal sealed record AlterFieldDefaultSyntax(IdentifierSyntax Name, ExpressionSyntax? Default) : AlterActionSyntax;
