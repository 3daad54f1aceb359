using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Storage;

namespace Nedb.EntityFrameworkCore.Query.Expressions;

/// <summary>
/// Assignments to places within a document of an entity, as the value of one setter of an update; written as assignments of their own:
/// <c>doc.a.b = 1, doc.c[0] = 2</c>.
/// </summary>
/// <remarks>Public so that queries that are compiled ahead of time can make it; no part of the API.</remarks>
public sealed class JsonSetExpression(
    ColumnExpression column,
    IReadOnlyList<JsonAssignment> assignments,
    RelationalTypeMapping? typeMapping) : SqlExpression(column.Type, typeMapping)
{
    /// <summary>The field that holds the document.</summary>
    public ColumnExpression Column { get; } = column;

    /// <summary>The assignments, in order.</summary>
    public IReadOnlyList<JsonAssignment> Assignments { get; } = assignments;

    /// <summary>This, with other values.</summary>
    public JsonSetExpression Update(IReadOnlyList<SqlExpression> values)
    {
        var updated = new JsonAssignment[Assignments.Count];
        var isSame = true;
        for (var i = 0; i < updated.Length; i++)
        {
            isSame &= values[i] == Assignments[i].Value;
            updated[i] = Assignments[i] with { Value = values[i] };
        }

        return isSame ? this : new(Column, updated, TypeMapping);
    }

    /// <inheritdoc/>
    protected override Expression VisitChildren(ExpressionVisitor visitor) =>
        Update([.. Assignments.Select(assignment => (SqlExpression)visitor.Visit(assignment.Value))]);

    /// <inheritdoc/>
    public override Expression Quote() =>
        throw new InvalidOperationException("An update within a document cannot be compiled ahead of time; run it as an ordinary query.");

    /// <inheritdoc/>
    protected override void Print(ExpressionPrinter expressionPrinter)
    {
        expressionPrinter.Append("SET(");
        foreach (var assignment in Assignments)
            expressionPrinter.Visit(assignment.Value);
        expressionPrinter.Append(")");
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) =>
        ReferenceEquals(this, obj)
        || (obj is JsonSetExpression other
            && base.Equals(other)
            && Column.Equals(other.Column)
            && Assignments.SequenceEqual(other.Assignments));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Column, Assignments.Count);
}
