using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;

namespace Nedb.EntityFrameworkCore.Query.Temporal;

/// <summary>The set of all entities of a type at a point of one or both axes of time, or at every seq.</summary>
internal sealed class TemporalQueryRootExpression(IEntityType entityType, Expression? asOf, Expression? validAsOf, bool isHistory)
    : EntityQueryRootExpression(entityType)
{
    /// <summary>The seq or the time that is read; null for the present.</summary>
    public Expression? AsOf { get; } = asOf;

    /// <summary>The date or the time that the period must contain; null for any.</summary>
    public Expression? ValidAsOf { get; } = validAsOf;

    /// <summary>Whether every version is read.</summary>
    public bool IsHistory { get; } = isHistory;

    /// <summary>Whether it is reached from a version, and read as it stood when that was written.</summary>
    public bool IsOfVersion { get; private init; }

    /// <summary>The set of another type at the same point.</summary>
    public TemporalQueryRootExpression For(IEntityType other) =>
        new(other, AsOf, ValidAsOf, IsHistory) { IsOfVersion = IsOfVersion };

    /// <summary>The set of a type that a navigation leads to.</summary>
    public TemporalQueryRootExpression Reach(IEntityType other) =>
        IsHistory || IsOfVersion ? new(other, null, ValidAsOf, isHistory: false) { IsOfVersion = true } : For(other);

    /// <summary>Whether both are at the same point.</summary>
    public bool HasSamePoint(TemporalQueryRootExpression other) =>
        IsHistory == other.IsHistory
        && IsOfVersion == other.IsOfVersion
        && ExpressionEqualityComparer.Instance.Equals(AsOf, other.AsOf)
        && ExpressionEqualityComparer.Instance.Equals(ValidAsOf, other.ValidAsOf);

    /// <inheritdoc/>
    public override Expression DetachQueryProvider() => this;

    /// <inheritdoc/>
    public override EntityQueryRootExpression UpdateEntityType(IEntityType entityType) => For(entityType);

    /// <inheritdoc/>
    protected override Expression VisitChildren(ExpressionVisitor visitor)
    {
        var asOf = visitor.Visit(AsOf);
        var validAsOf = visitor.Visit(ValidAsOf);
        return asOf == AsOf && validAsOf == ValidAsOf
            ? this
            : new TemporalQueryRootExpression(EntityType, asOf, validAsOf, IsHistory) { IsOfVersion = IsOfVersion };
    }

    /// <inheritdoc/>
    protected override void Print(ExpressionPrinter expressionPrinter)
    {
        base.Print(expressionPrinter);
        PrintPoint(expressionPrinter, ".AsOf(", AsOf);
        PrintPoint(expressionPrinter, ".ValidAsOf(", ValidAsOf);
        if (IsHistory)
            expressionPrinter.Append(".History()");
        if (IsOfVersion)
            expressionPrinter.Append(".AsOf(version)");
    }

    private static void PrintPoint(ExpressionPrinter printer, string words, Expression? point)
    {
        if (point is null)
            return;
        printer.Append(words);
        printer.Visit(point);
        printer.Append(")");
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) =>
        ReferenceEquals(this, obj) || (obj is TemporalQueryRootExpression other && base.Equals(other) && HasSamePoint(other));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(
        base.GetHashCode(),
        AsOf is null ? 0 : ExpressionEqualityComparer.Instance.GetHashCode(AsOf),
        ValidAsOf is null ? 0 : ExpressionEqualityComparer.Instance.GetHashCode(ValidAsOf),
        IsHistory);
}
