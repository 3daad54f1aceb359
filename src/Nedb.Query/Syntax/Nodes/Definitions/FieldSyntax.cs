using Nedb.Query.Syntax.Nodes.Expressions;
using Nedb.Storage.Schema;

namespace Nedb.Query.Syntax.Nodes.Definitions;

/// <summary>A field of a collection as it is to be.</summary>
internal sealed record FieldSyntax(IdentifierSyntax Name, FieldType Type) : SyntaxNode
{
    /// <summary>Whether null is accepted; a field of the primary key never accepts it, whatever stands here.</summary>
    public bool IsNullable { get; init; } = true;

    /// <summary>The value of an insert without the field; null for none.</summary>
    public ExpressionSyntax? Default { get; init; }

    /// <summary>The expression that gives its value; null for a field that is written.</summary>
    public ExpressionSyntax? Computed { get; init; }

    /// <summary>Whether the engine numbers it.</summary>
    public bool IsIdentity { get; init; }

    /// <summary>The collation; null for ordinal.</summary>
    public IdentifierSyntax? Collation { get; init; }

    /// <summary>Free text; null for none.</summary>
    public string? Comment { get; init; }
}
