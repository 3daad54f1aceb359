using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query;
using Nedb.EntityFrameworkCore.Query.Causality;

namespace Nedb.EntityFrameworkCore.Query.Translation;

/// <summary>Takes away what no part of the query uses.</summary>
internal sealed class NedbSqlTreePruner : SqlTreePruner
{
    /// <inheritdoc/>
    protected override Expression VisitExtension(Expression node)
    {
        if (node is not CausesExpression causes)
            return base.VisitExtension(node);
        // The one column of the query in it is its meaning, though nothing refers to it by name.
        return causes.Update(
            PruneSelect(causes.Start, preserveProjection: true),
            (Microsoft.EntityFrameworkCore.Query.SqlExpressions.SqlExpression?)Visit(causes.Depth));
    }
}
