namespace Nedb.Query.Syntax.Nodes.Writes;

/// <summary><c>LINK users:"alice" -follows-> users:"bob"</c>, or <c>UNLINK</c>.</summary>
internal sealed record LinkSyntax(LinkEndSyntax From, IdentifierSyntax Relation, LinkEndSyntax To, bool IsUnlink) : WriteSyntax;
