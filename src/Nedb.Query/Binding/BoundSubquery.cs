using Nedb.Query.Execution;
using Nedb.Storage.Schema;

namespace Nedb.Query.Binding;

/// <summary>A query within an expression.</summary>
/// <param name="Kind">What is asked of it.</param>
/// <param name="Rows">The query; compared by reference, since each text of a query is bound to slots of its own.</param>
/// <param name="Item">What its values are compared with; null where nothing is.</param>
/// <param name="Comparison">How they are compared.</param>
/// <param name="IsNegated">Whether the answer is turned round.</param>
/// <param name="Type">The static type of the result.</param>
internal sealed record BoundSubquery(
    SubqueryKind Kind, BoundQuery Rows, BoundExpression? Item, Comparison Comparison, bool IsNegated, FieldType Type)
        : BoundExpression(Type)
{
    public override bool IsNullable => Kind == SubqueryKind.Scalar;

    public override BoundExpression MapChildren(Func<BoundExpression, BoundExpression> map)
    {
        Rows.MapExpressions(map);
        return Item is null ? this : this with { Item = map(Item) };
    }
}
