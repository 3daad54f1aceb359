using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;

namespace Nedb.EntityFrameworkCore.Query.Temporal;

/// <summary>A set of entities that a query reads, and the point in time at which it does.</summary>
/// <param name="EntityType">The type of the entities.</param>
/// <param name="AsOf">The seq or the time; null for the present.</param>
/// <param name="ValidAsOf">The valid time; null for any.</param>
/// <param name="IsHistory">Whether every version is read.</param>
internal sealed record TemporalSource(IEntityType EntityType, Expression? AsOf, Expression? ValidAsOf, bool IsHistory)
{
    /// <summary>Whether it may give another state than the present one.</summary>
    public bool IsPast => AsOf is not null || ValidAsOf is not null || IsHistory;

    /// <summary>Whether both sets can hold one entity in two states.</summary>
    public bool IsAtOtherPoint(TemporalSource other) =>
        EntityType.GetRootType() == other.EntityType.GetRootType()
        && !(ExpressionEqualityComparer.Instance.Equals(AsOf, other.AsOf)
            && ExpressionEqualityComparer.Instance.Equals(ValidAsOf, other.ValidAsOf));
}
