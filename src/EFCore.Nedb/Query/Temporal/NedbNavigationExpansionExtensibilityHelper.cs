using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;

namespace Nedb.EntityFrameworkCore.Query.Temporal;

/// <summary>Carries the point in time of a query root to the roots of its navigations.</summary>
internal sealed class NedbNavigationExpansionExtensibilityHelper(NavigationExpansionExtensibilityHelperDependencies dependencies)
    : NavigationExpansionExtensibilityHelper(dependencies)
{
    /// <inheritdoc/>
    public override EntityQueryRootExpression CreateQueryRoot(IEntityType entityType, EntityQueryRootExpression? source) =>
        source is TemporalQueryRootExpression temporal ? temporal.For(entityType) : base.CreateQueryRoot(entityType, source);

    /// <inheritdoc/>
    public override void ValidateQueryRootCreation(IEntityType entityType, EntityQueryRootExpression? source)
    {
        if (source is TemporalQueryRootExpression { IsHistory: true } history && !IsInSameCollection(entityType, history.EntityType))
            throw new InvalidOperationException(
                $"A version of {history.EntityType.DisplayName()} in its history refers to a {entityType.DisplayName()} by "
                + $"key only: which of that entity's"
                + " versions is meant would have to be said row by row. Read the entity with AsOf(seq of the version), or "
                + "join its History() with a"
                + " condition on the seqs.");
    }

    private static bool IsInSameCollection(IEntityType entityType, IEntityType owner) =>
        entityType.IsMappedToJson() || entityType.GetTableName() == owner.GetTableName();

    /// <inheritdoc/>
    public override bool AreQueryRootsCompatible(EntityQueryRootExpression? first, EntityQueryRootExpression? second)
    {
        if (!base.AreQueryRootsCompatible(first, second))
            return false;
        if (first is TemporalQueryRootExpression left && second is TemporalQueryRootExpression right)
        {
            if (left.HasSamePoint(right))
                return true;
        }
        else if (first is not TemporalQueryRootExpression && second is not TemporalQueryRootExpression)
        {
            return true;
        }

        throw new InvalidOperationException(
            $"A set operation combines entities of {first!.EntityType.DisplayName()} of different points in time. Give both "
            + $"sides the same AsOf and ValidAsOf,"
            + " or select values instead of entities.");
    }
}
