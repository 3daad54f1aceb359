namespace Nedb.Query.Syntax.Nodes.Definitions;

/// <summary>A statement that changes what is defined.</summary>
internal abstract record DefinitionSyntax : StatementSyntax;
