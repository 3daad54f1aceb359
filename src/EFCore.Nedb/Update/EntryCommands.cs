using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Update;
using Microsoft.EntityFrameworkCore.Update.Internal;

namespace Nedb.EntityFrameworkCore.Update;

/// <summary>
/// Makes the commands of a save whose entries are all new or all changed, and none of which waits for another one, so that they need not
/// be sorted by what depends on what.
/// </summary>
internal sealed class EntryCommands(CommandBatchPreparerDependencies dependencies)
{
    private Func<string>? _generateParameterName;

    /// <summary>The commands in the order in which EF would write them; null where EF must prepare them.</summary>
    /// <param name="entries">The entries to save.</param>
    /// <param name="greatestCount">How many commands may be written at once.</param>
    public List<IReadOnlyModificationCommand>? TryMake(IList<IUpdateEntry> entries, int greatestCount)
    {
        if (entries.Count == 0 || entries.Count > greatestCount)
            return null;
        var state = entries[0].EntityState;
        if (state is not (EntityState.Added or EntityState.Modified))
            return null;
        var commands = new List<IReadOnlyModificationCommand>(entries.Count);
        var tables = new List<ITable>();
        IEntityType? type = null;
        EntryWriter? writer = null;
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = entries[i];
            if (entry.EntityType != type)
            {
                type = entry.EntityType;
                writer = EntryWriter.Find(type);
                if (writer is null || !IsUnrelated(writer.Table, tables))
                    return null;
            }

            if (entry.EntityState != state || !writer!.IsIndependent(entry))
                return null;
            if (state == EntityState.Added || writer.Writes(entry))
                commands.Add(new EntryCommand(entry, writer, this));
        }

        Sort(commands);
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

    // Adds the table to those of the save, unless a foreign key leads from one to another.
    private static bool IsUnrelated(ITable table, List<ITable> tables)
    {
        if (tables.Contains(table))
            return true;
        foreach (var other in tables)
            if (table.ForeignKeyConstraints.Any(constraint => constraint.PrincipalTable == other)
                || other.ForeignKeyConstraints.Any(constraint => constraint.PrincipalTable == table))
                return false;
        tables.Add(table);
        return true;
    }

    private void Sort(List<IReadOnlyModificationCommand> commands)
    {
        var comparer = dependencies.ModificationCommandComparer;
        for (var i = 1; i < commands.Count; i++)
            if (comparer.Compare(commands[i - 1], commands[i]) > 0)
            {
                commands.Sort(comparer);
                return;
            }
    }
}
