using Microsoft.EntityFrameworkCore.ChangeTracking.Internal;
using Microsoft.EntityFrameworkCore.Update;

namespace Nedb.EntityFrameworkCore.Update;

/// <summary>
/// Gives dependents the generated keys of their principals when a save is tried again. EF does it when a key that comes back is another
/// one than before. After a failure the same key comes back as in the first try, while the dependents have their provisional values again.
/// </summary>
internal static class PrincipalKeys
{
    /// <summary>Replaces the provisional values in the foreign keys of a command, whose principals have been written.</summary>
    public static void Propagate(IReadOnlyModificationCommand command)
    {
        foreach (var entry in command.Entries)
            if (entry is InternalEntityEntry dependent)
                Propagate(dependent);
    }

    private static void Propagate(InternalEntityEntry dependent)
    {
        foreach (var foreignKey in dependent.EntityType.GetForeignKeys())
            for (var i = 0; i < foreignKey.Properties.Count; i++)
            {
                var property = foreignKey.Properties[i];
                if (!dependent.HasTemporaryValue(property))
                    continue;
                var key = foreignKey.PrincipalKey.Properties[i];
                var principal = dependent.StateManager.FindPrincipal(dependent, foreignKey)
                    ?? dependent.StateManager.FindPrincipalUsingRelationshipSnapshot(dependent, foreignKey);
                if (principal is not null && !principal.HasTemporaryValue(key))
                    ((IUpdateEntry)dependent).SetStoreGeneratedValue(property, principal.GetCurrentValue(key));
            }
    }
}
