using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Update;
using Microsoft.EntityFrameworkCore.Update.Internal;

namespace Nedb.EntityFrameworkCore.Update;

/// <summary>
/// Sorts the commands of a save: what others refer to first, and causes before their effects. Entries whose collections
/// give order enough skip EF's commands and their graph.
/// </summary>
internal sealed class NedbCommandBatchPreparer(CommandBatchPreparerDependencies dependencies, NedbCommitContext commits)
    : CommandBatchPreparer(dependencies)
{
    /// <inheritdoc/>
    public override IEnumerable<ModificationCommandBatch> BatchCommands(IList<IUpdateEntry> entries, IUpdateAdapter updateAdapter)
    {
        var options = RelationalOptionsExtension.Extract(Dependencies.Options);
        return (options.MinBatchSize ?? 1) == 1
            && new EntryCommands(Dependencies).TryMake(entries, options.MaxBatchSize ?? int.MaxValue) is { } commands
                ? Batch(commits.HasCauses ? CauseOrder.Apply([commands], commits)[0] : commands)
                : base.BatchCommands(entries, updateAdapter);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<List<IReadOnlyModificationCommand>> TopologicalSort(IEnumerable<IReadOnlyModificationCommand> commands)
    {
        var sets = base.TopologicalSort(commands);
        return commits.HasCauses ? CauseOrder.Apply(sets, commits) : sets;
    }

    private IEnumerable<ModificationCommandBatch> Batch(List<IReadOnlyModificationCommand> commands)
    {
        if (commands.Count == 0)
            yield break;
        var batch = Dependencies.ModificationCommandBatchFactory.Create();
        foreach (var command in commands)
            batch.TryAddCommand(command);
        if (commands.Count > 1)
            Dependencies.UpdateLogger.BatchReadyForExecution(commands.SelectMany(command => command.Entries), commands.Count);
        batch.Complete(moreBatchesExpected: false);
        yield return batch;
    }
}
