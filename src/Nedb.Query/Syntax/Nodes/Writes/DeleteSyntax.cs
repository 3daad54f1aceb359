using Nedb.Query.Syntax.Nodes.Queries;

namespace Nedb.Query.Syntax.Nodes.Writes;

/// <summary><c>FROM … WHERE … DELETE</c> or <c>DELETE FROM … WHERE …</c>.</summary>
/// <param name="Rows">Which documents; without SELECT, GROUP BY and the like.</param>
/// <param name="Target">The source, by its alias or name, whose documents are deleted; null for the first.</param>
/// <param name="Portion">The part of valid time that is deleted; null for all of it.</param>
internal sealed record DeleteSyntax(SelectSyntax Rows, IdentifierSyntax? Target, PortionSyntax? Portion = null) : WriteSyntax;
