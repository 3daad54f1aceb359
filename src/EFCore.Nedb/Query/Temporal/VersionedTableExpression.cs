using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;

namespace Nedb.EntityFrameworkCore.Query.Temporal;

/// <summary>A collection as it stood when a version of another one was written: the moment differs from row to row.</summary>
/// <remarks>Public so that queries that are compiled ahead of time can make it; no part of the API.</remarks>
public sealed class VersionedTableExpression(TableExpression table, SqlExpression moment) : TableExpressionBase(table.Alias)
{
    /// <summary>The collection.</summary>
    public TableExpression Table { get; } = table;

    /// <summary>
    /// The time of the commit of the version, a column of a source that stands before: what one commit wrote belongs together.
    /// </summary>
    public SqlExpression Moment { get; } = moment;

    /// <inheritdoc/>
    public override string Alias => base.Alias!;

    /// <summary>This, with another moment.</summary>
    public VersionedTableExpression Update(SqlExpression moment) => moment == Moment ? this : new(Table, moment);

    /// <inheritdoc/>
    protected override Expression VisitChildren(ExpressionVisitor visitor) => Update((SqlExpression)visitor.Visit(Moment));

    /// <inheritdoc/>
    public override TableExpressionBase Clone(string? alias, ExpressionVisitor cloningExpressionVisitor) => new VersionedTableExpression(
        (TableExpression)Table.Clone(alias, cloningExpressionVisitor), (SqlExpression)cloningExpressionVisitor.Visit(Moment));

    /// <inheritdoc/>
    public override TableExpressionBase WithAlias(string newAlias) =>
        new VersionedTableExpression((TableExpression)Table.WithAlias(newAlias), Moment);

    /// <inheritdoc/>
    protected override TableExpressionBase WithAnnotations(IReadOnlyDictionary<string, IAnnotation> annotations) => this;

    /// <inheritdoc/>
    public override Expression Quote() =>
        New(typeof(VersionedTableExpression).GetConstructors()[0], Table.Quote(), Moment.Quote());

    /// <inheritdoc/>
    protected override void Print(ExpressionPrinter expressionPrinter)
    {
        expressionPrinter.Append(Table.Name).Append(" AS OF ");
        expressionPrinter.Visit(Moment);
        expressionPrinter.Append(" AS ").Append(Alias);
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) =>
        ReferenceEquals(this, obj)
        || (obj is VersionedTableExpression other && base.Equals(other) && Table.Equals(other.Table) && Moment.Equals(other.Moment));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Table, Moment);
}
