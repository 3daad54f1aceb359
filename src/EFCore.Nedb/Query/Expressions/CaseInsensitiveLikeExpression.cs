using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Storage;

namespace Nedb.EntityFrameworkCore.Query.Expressions;

/// <summary>As LIKE, with the case of letters ignored.</summary>
/// <remarks>Public so that queries that are compiled ahead of time can make it; no part of the API.</remarks>
public sealed class CaseInsensitiveLikeExpression(
    SqlExpression match,
    SqlExpression pattern,
    SqlExpression? escapeCharacter,
    RelationalTypeMapping? typeMapping) : SqlExpression(typeof(bool), typeMapping)
{
    /// <summary>The text.</summary>
    public SqlExpression Match { get; } = match;

    /// <summary>The pattern.</summary>
    public SqlExpression Pattern { get; } = pattern;

    /// <summary>The character before which <c>%</c> and <c>_</c> are themselves.</summary>
    public SqlExpression? EscapeCharacter { get; } = escapeCharacter;

    /// <summary>This, over other operands.</summary>
    public CaseInsensitiveLikeExpression Update(SqlExpression match, SqlExpression pattern, SqlExpression? escapeCharacter) =>
        match == Match && pattern == Pattern && escapeCharacter == EscapeCharacter
            ? this
            : new(match, pattern, escapeCharacter, TypeMapping);

    /// <inheritdoc/>
    protected override Expression VisitChildren(ExpressionVisitor visitor) => Update(
        (SqlExpression)visitor.Visit(Match),
        (SqlExpression)visitor.Visit(Pattern),
        (SqlExpression?)visitor.Visit(EscapeCharacter));

    /// <inheritdoc/>
    public override Expression Quote() => New(
        typeof(CaseInsensitiveLikeExpression).GetConstructors()[0],
        Match.Quote(),
        Pattern.Quote(),
        RelationalExpressionQuotingUtilities.QuoteOrNull(EscapeCharacter),
        RelationalExpressionQuotingUtilities.QuoteTypeMapping(TypeMapping));

    /// <inheritdoc/>
    protected override void Print(ExpressionPrinter expressionPrinter)
    {
        expressionPrinter.Visit(Match);
        expressionPrinter.Append(" ILIKE ");
        expressionPrinter.Visit(Pattern);
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) =>
        ReferenceEquals(this, obj)
        || (obj is CaseInsensitiveLikeExpression other
            && base.Equals(other)
            && Match.Equals(other.Match)
            && Pattern.Equals(other.Pattern)
            && Equals(EscapeCharacter, other.EscapeCharacter));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Match, Pattern, EscapeCharacter);
}
