using Nedb.Storage.Schema;

namespace Nedb.Query.Syntax.Nodes.Definitions;

/// <summary><c>ALTER [FIELD] name TYPE type [NULL | NOT NULL]</c>, or without TYPE to change only whether null is accepted.</summary>
/// <param name="Name">The field.</param>
/// <param name="Type">The type; null to keep it.</param>
/// <param name="IsNullable">Whether null is accepted; null to keep it. Type and this are not both null.</param>
internal sealed record AlterFieldTypeSyntax(IdentifierSyntax Name, FieldType? Type, bool? IsNullable) : AlterActionSyntax;
