using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;

namespace Nedb.EntityFrameworkCore.Query.Temporal;

/// <summary>Collects which sources are within a tree, and which ones its collections of a version take their moments from.</summary>
internal sealed class VersionReferences : ExpressionVisitor
{
    private readonly HashSet<string> _within = [];
    private readonly HashSet<string> _referred = [];

    /// <summary>Whether a collection within a source is read at the moment of a row that does not come from within.</summary>
    public static bool LeadOutOf(TableExpressionBase source)
    {
        if (source is TableExpression)
            return false;
        var references = new VersionReferences();
        references.Visit(source);
        return !references._referred.IsSubsetOf(references._within);
    }

    /// <inheritdoc/>
    [return: NotNullIfNotNull(nameof(node))]
    public override Expression? Visit(Expression? node)
    {
        if (node is TableExpressionBase { Alias: { } alias })
            _within.Add(alias);
        if (node is VersionedTableExpression { Moment: ColumnExpression column })
            _referred.Add(column.TableAlias);
        return base.Visit(node);
    }
}
