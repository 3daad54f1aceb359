using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;

namespace Nedb.EntityFrameworkCore.Query.Temporal;

/// <summary>Carries the point in time of a query root to the roots of its navigations.</summary>
internal sealed class NedbNavigationExpansionExtensibilityHelper(NavigationExpansionExtensibilityHelperDependencies dependencies)
    : NavigationExpansionExtensibilityHelper(dependencies)
{
    /// <inheritdoc/>
    public override EntityQueryRootExpression CreateQueryRoot(IEntityType entityType, EntityQueryRootExpression? source) =>
        source is TemporalQueryRootExpression temporal ? temporal.Reach(entityType) : base.CreateQueryRoot(entityType, source);

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
