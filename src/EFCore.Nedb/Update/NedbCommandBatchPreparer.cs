using Microsoft.EntityFrameworkCore.Update;
using Microsoft.EntityFrameworkCore.Update.Internal;

namespace Nedb.EntityFrameworkCore.Update;

/// <summary>Sorts the commands of a save: what others refer to first, and causes before their effects.</summary>
internal sealed class NedbCommandBatchPreparer(CommandBatchPreparerDependencies dependencies, NedbCommitContext commits)
    : CommandBatchPreparer(dependencies)
{
    /// <inheritdoc/>
    public override IReadOnlyList<List<IReadOnlyModificationCommand>> TopologicalSort(IEnumerable<IReadOnlyModificationCommand> commands)
    {
        var sets = base.TopologicalSort(commands);
        return commits.HasCauses ? CauseOrder.Apply(sets, commits) : sets;
    }
}
