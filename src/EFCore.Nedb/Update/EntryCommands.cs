using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Update;
using Microsoft.EntityFrameworkCore.Update.Internal;

namespace Nedb.EntityFrameworkCore.Update;

/// <summary>
/// Makes the commands of a save in which the order of the collections is order enough: no value of one entry is yet to come from another,
/// and none must first be given up by another. Then the graph of what depends on what, which EF builds over all entries, is not needed.
/// </summary>
internal sealed class EntryCommands(CommandBatchPreparerDependencies dependencies)
{
    private Func<string>? _generateParameterName;

    /// <summary>
    /// The commands in the order in which they can be written: what is referred to before what refers to it, and deletions last, the
    /// other way round. Null where EF must prepare them.
    /// </summary>
    /// <param name="entries">The entries to save.</param>
    /// <param name="greatestCount">How many commands may be written at once.</param>
    public List<IReadOnlyModificationCommand>? TryMake(IList<IUpdateEntry> entries, int greatestCount)
    {
        if (entries.Count == 0 || entries.Count > greatestCount)
            return null;
        var commands = new List<IReadOnlyModificationCommand>(entries.Count);
        var order = new TableOrder();
        IEntityType? type = null;
        EntryWriter? writer = null;
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = entries[i];
            if (entry.EntityType != type)
            {
                type = entry.EntityType;
                writer = EntryWriter.Find(type);
                if (writer is null)
                    return null;
            }

            if (!writer!.IsIndependent(entry) || !order.TryAdd(writer, entry))
                return null;
            if (entry.EntityState != EntityState.Modified || writer.Writes(entry))
                commands.Add(new EntryCommand(entry, writer, this));
        }

        if (!order.TryRank())
            return null;
        Sort(commands, order);
        return commands;
    }

    /// <summary>The command as EF makes it.</summary>
    public IModificationCommand MakeWhole(IUpdateEntry entry, ITable table)
    {
        _generateParameterName ??= dependencies.ParameterNameGeneratorFactory.Create().GenerateNext;
        var command = dependencies.ModificationCommandFactory.CreateModificationCommand(new ModificationCommandParameters(
            table,
            storeStoredProcedure: null,
            dependencies.LoggingOptions.IsSensitiveDataLoggingEnabled,
            dependencies.LoggingOptions.DetailedErrorsEnabled,
            comparer: null,
            _generateParameterName,
            dependencies.UpdateLogger));
        command.AddEntry(entry, mainEntry: true);
        return command;
    }

    private void Sort(List<IReadOnlyModificationCommand> commands, TableOrder order)
    {
        var comparer = dependencies.ModificationCommandComparer;
        for (var i = 1; i < commands.Count; i++)
            if (Compare(commands[i - 1], commands[i]) > 0)
            {
                commands.Sort(Compare);
                return;
            }

        int Compare(IReadOnlyModificationCommand left, IReadOnlyModificationCommand right)
        {
            var result = order.Compare(left, right);
            return result != 0 ? result : comparer.Compare(left, right);
        }
    }
}
