using Nedb.Query.Syntax.Nodes.Expressions;

namespace Nedb.Query.Syntax.Nodes.Definitions;

/// <summary><c>ALTER [FIELD] name SET COMPUTED AS (expression)</c>, or <c>DROP COMPUTED</c>.</summary>
/// <param name="Name">The field.</param>
/// <param name="Computed">The expression; null to have none.</param>
internal sealed record AlterFieldComputedSyntax(IdentifierSyntax Name, ExpressionSyntax? Computed) : AlterActionSyntax;
