using Nedb.Storage.Schema;

namespace Nedb.Query.Syntax.Nodes.Definitions;

/// <summary><c>FOREIGN KEY (fields) REFERENCES collection (fields) ON DELETE …</c>.</summary>
/// <param name="Name">Its name; null for one made from its fields.</param>
/// <param name="Fields">The referring fields.</param>
/// <param name="Principal">The collection referred to.</param>
/// <param name="PrincipalFields">The fields referred to; empty for its primary key.</param>
/// <param name="OnDelete">What a delete of the principal does; NO ACTION is the same as RESTRICT, since checks run when the commit is
/// made.</param>
/// <param name="HasPeriod">
/// Whether the last field of both sides is the start of a period, written with PERIOD before it: what is referred to must be valid all the
/// time.
/// </param>
internal sealed record ForeignKeySyntax(
    IdentifierSyntax? Name,
    SyntaxList<IdentifierSyntax> Fields,
    IdentifierSyntax Principal,
    SyntaxList<IdentifierSyntax> PrincipalFields,
    DeleteAction OnDelete,
    bool HasPeriod = false) : ConstraintSyntax(Name);
