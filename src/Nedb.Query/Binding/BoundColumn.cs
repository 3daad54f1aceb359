using Nedb.Query.Syntax;

namespace Nedb.Query.Binding;

/// <summary>A column that a query gives.</summary>
internal sealed record BoundColumn(string Name, BoundExpression Expression)
{
    /// <summary>Where it was written; nowhere for one that a star, or no SELECT, stands for.</summary>
    public TextPlace Place { get; init; }

    /// <summary>The column as callers see it.</summary>
    /// <param name="givesDocumentsOnce">Whether no document is in more than one row.</param>
    public NqlColumn Describe(bool givesDocumentsOnce) => Expression is BoundField field
        ? new(Name, field.Type, field.IsNullable, field.Collection.Name, field.Field.Name) { GivesDocumentsOnce = givesDocumentsOnce }
        : new(Name, Expression.Type, Expression.IsNullable);
}
