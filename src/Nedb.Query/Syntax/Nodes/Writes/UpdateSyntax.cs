using Nedb.Query.Syntax.Nodes.Queries;

namespace Nedb.Query.Syntax.Nodes.Writes;

/// <summary>
/// <c>FROM … WHERE … UPDATE SET …</c>, or <c>UPDATE … SET … FROM … WHERE …</c>: then the collection named first is the first source, and
/// those of FROM are cross joined to it, unless the name is the alias of one of them.
/// </summary>
/// <param name="Rows">Which documents; without SELECT, GROUP BY and the like.</param>
/// <param name="Target">The source, by its alias or name, whose documents are changed; null for the first.</param>
/// <param name="Assignments">What changes.</param>
/// <param name="Portion">The part of valid time that changes; null for all of it.</param>
internal sealed record UpdateSyntax(
    SelectSyntax Rows, IdentifierSyntax? Target, SyntaxList<AssignmentSyntax> Assignments, PortionSyntax? Portion = null) : WriteSyntax;
