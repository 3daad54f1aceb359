using Nedb.Query.Syntax.Nodes.Expressions;

namespace Nedb.Query.Syntax.Nodes.Writes;

/// <summary>What a write says about itself.</summary>
internal sealed record WriteDetailsSyntax : SyntaxNode
{
    /// <summary>Nothing.</summary>
    public static WriteDetailsSyntax None { get; } = new();

    /// <summary>
    /// <c>CAUSED BY</c>: a seq, an array of seqs, or a <see cref="SubquerySyntax"/> whose rows are the causes: by their first column, or
    /// by <c>_seq</c> where the query has no SELECT. <c>CAUSED BY 1, 2</c> is an <see cref="ArraySyntax"/>.
    /// </summary>
    public ExpressionSyntax? CausedBy { get; init; }

    /// <summary><c>EVIDENCE</c>: text.</summary>
    public ExpressionSyntax? Evidence { get; init; }

    /// <summary><c>CONFIDENCE</c>: a number from 0 to 1.</summary>
    public ExpressionSyntax? Confidence { get; init; }

    /// <summary><c>VALID FROM</c>: the first moment inside.</summary>
    public ExpressionSyntax? ValidFrom { get; init; }

    /// <summary><c>VALID TO</c>: the first moment after.</summary>
    public ExpressionSyntax? ValidTo { get; init; }

    /// <summary><c>EXPIRES AT</c>: an instant, or null for never.</summary>
    public ExpressionSyntax? ExpiresAt { get; init; }

    /// <summary><c>IDEMPOTENCY KEY</c>: text.</summary>
    public ExpressionSyntax? IdempotencyKey { get; init; }
}
