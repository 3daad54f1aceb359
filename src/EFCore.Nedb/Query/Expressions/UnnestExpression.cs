using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;

namespace Nedb.EntityFrameworkCore.Query.Expressions;

/// <summary>
/// The items of an array as rows, with the columns <see cref="ValueColumn"/> and <see cref="OrdinalColumn"/>. Of an array in JSON the other
/// columns are
/// the members of its items, and every column is converted from what JSON has for its type.
/// </summary>
/// <remarks>Public so that queries that are compiled ahead of time can make it; no part of the API.</remarks>
public sealed class UnnestExpression : TableExpressionBase
{
    /// <summary>The column that holds the item.</summary>
    public const string ValueColumn = "value";

    /// <summary>The column that holds the place of the item, from 0.</summary>
    public const string OrdinalColumn = "ordinality";

    /// <summary>Makes the source.</summary>
    /// <param name="alias">Its name in the query.</param>
    /// <param name="array">The array.</param>
    /// <param name="isJson">Whether the array is one in JSON, whose items have members.</param>
    public UnnestExpression(string alias, SqlExpression array, bool isJson)
        : this(alias, array, isJson, null)
    {
    }

    private UnnestExpression(string alias, SqlExpression array, bool isJson, IReadOnlyDictionary<string, IAnnotation>? annotations)
        : base(alias, annotations) => (Array, IsJson) = (array, isJson);

    /// <inheritdoc/>
    public override string Alias => base.Alias!;

    /// <summary>The array.</summary>
    public SqlExpression Array { get; }

    /// <summary>Whether the items are JSON, in which dates and the like are text.</summary>
    public bool IsJson { get; }

    /// <summary>This, over another array.</summary>
    public UnnestExpression Update(SqlExpression array) => array == Array ? this : new(Alias, array, IsJson, Annotations);

    /// <inheritdoc/>
    protected override Expression VisitChildren(ExpressionVisitor visitor) => Update((SqlExpression)visitor.Visit(Array));

    /// <inheritdoc/>
    public override TableExpressionBase Clone(string? alias, ExpressionVisitor cloningExpressionVisitor) =>
        new UnnestExpression(alias!, (SqlExpression)cloningExpressionVisitor.Visit(Array), IsJson, Annotations);

    /// <inheritdoc/>
    public override TableExpressionBase WithAlias(string newAlias) => new UnnestExpression(newAlias, Array, IsJson, Annotations);

    /// <inheritdoc/>
    protected override TableExpressionBase WithAnnotations(IReadOnlyDictionary<string, IAnnotation> annotations) =>
        new UnnestExpression(Alias, Array, IsJson, annotations);

    /// <inheritdoc/>
    public override Expression Quote() => New(
        typeof(UnnestExpression).GetConstructor([typeof(string), typeof(SqlExpression), typeof(bool)])!,
        Constant(Alias),
        Array.Quote(),
        Constant(IsJson));

    /// <inheritdoc/>
    protected override void Print(ExpressionPrinter expressionPrinter)
    {
        expressionPrinter.Append("UNNEST(");
        expressionPrinter.Visit(Array);
        expressionPrinter.Append(")");
        PrintAnnotations(expressionPrinter);
        expressionPrinter.Append(" AS ").Append(Alias);
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) =>
        ReferenceEquals(this, obj)
            || (obj is UnnestExpression other && base.Equals(other) && IsJson == other.IsJson && Array.Equals(other.Array));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Array);
}
