using Nedb.Query.Syntax.Nodes.Queries;

namespace Nedb.Query.Syntax.Nodes.Expressions;

/// <summary>
/// A call of a scalar or aggregate function. <c>COUNT(*)</c> has a <see cref="StarSyntax"/> as its argument. What follows the arguments
/// is written of aggregates and window functions only; the binder refuses it elsewhere.
/// </summary>
/// <param name="Function">The name as written.</param>
/// <param name="Arguments">The arguments.</param>
internal sealed record CallSyntax(IdentifierSyntax Function, SyntaxList<ExpressionSyntax> Arguments) : ExpressionSyntax
{
    /// <summary>Whether equal arguments count once.</summary>
    public bool IsDistinct { get; init; }

    /// <summary>The order in which an aggregate takes its rows.</summary>
    public SyntaxList<OrderingSyntax> OrderBy { get; init; } = [];

    /// <summary>Which rows an aggregate takes.</summary>
    public ExpressionSyntax? Filter { get; init; }

    /// <summary>The window; null for a call without OVER.</summary>
    public WindowSyntax? Over { get; init; }
}
