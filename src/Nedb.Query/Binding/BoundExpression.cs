using Nedb.Query.Syntax;
using Nedb.Storage.Schema;

namespace Nedb.Query.Binding;

/// <summary>
/// An expression whose names are resolved: sources are slots, fields are identities. Compares by structure, which is how an expression of
/// SELECT is found
/// among the keys of GROUP BY.
/// </summary>
/// <param name="Type">The static type; <see cref="FieldKind.Any"/> where it is not known.</param>
internal abstract record BoundExpression(FieldType Type)
{
    /// <summary>
    /// Where it stands in the query, for those that can fail on a value, and those whose value can be of no use to the clause that they
    /// stand in.
    /// </summary>
    public TextPlace Place { get; init; }

    /// <summary>The expression with each of its direct parts mapped.</summary>
    public virtual BoundExpression MapChildren(Func<BoundExpression, BoundExpression> map) => this;

    /// <summary>Whether the value can be null.</summary>
    public virtual bool IsNullable => true;
}
