using System.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Update;
using Nedb.Data;
using Nedb.EntityFrameworkCore.Storage;
using Nedb.Storage.Values;

namespace Nedb.EntityFrameworkCore.Update;

/// <summary>What a refused write, or one that finds no document, means to the caller: which entries, and why.</summary>
internal sealed partial class NedbModificationCommandBatch
{
    private const string Mark = "__NedbFindRefused";

    /// <summary>The exception that tells of a failed write, with the entries concerned.</summary>
    public static DbUpdateException Wrap(Exception exception, IReadOnlyList<IReadOnlyModificationCommand> commands)
    {
        if (exception is DbUpdateException already)
            return already;
        if (exception is NedbException { Documents.Count: > 0 } refused)
            commands = FindNamed(refused, commands) ?? commands;
        var entries = commands.SelectMany(command => command.Entries).ToList();
        return exception is NedbException { Code: NedbErrorCode.WriteConflict }
            ? new DbUpdateConcurrencyException(NedbStrings.WrittenByOthers(exception.Message), exception, entries)
            : new DbUpdateException(RelationalStrings.UpdateStoreException, exception, entries);
    }

    // The engine takes back all writes of a call when it refuses one. Repeating them one by one tells which it was; what they write is
    // taken back again.
    private IReadOnlyList<IReadOnlyModificationCommand> FindRefused(Run run, Exception exception, List<NedbWrite> writes, int position)
    {
        if (writes.Count == 1)
            return [_commands[position]];
        if (exception is NedbException { Documents.Count: > 0 } refused && FindNamed(refused, _commands) is { } named)
            return named;
        if (run.Connection.CurrentTransaction is not { } transaction)
            return _commands;
        try
        {
            transaction.Save(Mark);
            for (var i = 0; i < writes.Count; i++)
                try
                {
                    run.Connection.Write([writes[i]]);
                }
                catch (NedbException)
                {
                    transaction.Rollback(Mark);
                    return [_commands[position + i]];
                }

            transaction.Rollback(Mark);
        }
        catch (Exception e) when (e is NedbException or InvalidOperationException)
        {
            // The transaction is over, so there is nobody to ask; the failure itself is reported.
        }

        return _commands;
    }

    /// <summary>The commands that write the documents which a refusal names; null where none of them does.</summary>
    private static List<IReadOnlyModificationCommand>? FindNamed(
        NedbException refused, IReadOnlyList<IReadOnlyModificationCommand> commands)
    {
        List<IReadOnlyModificationCommand>? named = null;
        foreach (var command in commands)
            if (command.TableName == refused.Collection && command.Entries.Any(entry => refused.Documents.Contains(IdOf(entry, command))))
                (named ??= []).Add(command);
        return named;
    }

    private static NedbValue IdOf(IUpdateEntry entry, IReadOnlyModificationCommand command)
    {
        if (command.Table?.PrimaryKey is not { } key || entry.EntityType.FindPrimaryKey() is not { } entityKey
            || key.Columns.Count != entityKey.Properties.Count)
            return NedbValue.Null;
        var parts = entityKey.Properties.Select(property =>
        {
            var value = entry.GetCurrentValue(property);
            return ProviderValue.ToNedb(property.GetTypeMapping().Converter is { } converter ? converter.ConvertToProvider(value) : value);
        }).ToArray();
        return parts.Length == 1 ? parts[0] : NedbValue.FromArray(new NedbArray(parts));
    }

    private void ThrowConcurrency(Run run, Observation? observed, int index)
    {
        var exception = MakeConcurrencyException(index);
        if (!_dependencies.UpdateLogger.OptimisticConcurrencyException(
                _dependencies.CurrentContext.Context,
                _commands[index].Entries,
                exception,
                (context, thrown, entries, made) => MakeEventData(run, observed, index, context, thrown, entries, made)).IsSuppressed)
            throw exception;
    }

    private async Task ThrowConcurrencyAsync(Run run, Observation? observed, int index, CancellationToken cancellationToken)
    {
        var exception = MakeConcurrencyException(index);
        var interception = await _dependencies.UpdateLogger.OptimisticConcurrencyExceptionAsync(
            _dependencies.CurrentContext.Context,
            _commands[index].Entries,
            exception,
            (context, thrown, entries, definition) => MakeEventData(run, observed, index, context, thrown, entries, definition),
            cancellationToken: cancellationToken).ConfigureAwait(false);
        if (!interception.IsSuppressed)
            throw exception;
    }

    private DbUpdateConcurrencyException MakeConcurrencyException(int index) =>
        new(RelationalStrings.UpdateConcurrencyException(1, 0), _commands[index].Entries);

    private RelationalConcurrencyExceptionEventData MakeEventData(
        Run run,
        Observation? observed,
        int index,
        DbContext context,
        DbUpdateConcurrencyException exception,
        IReadOnlyList<IUpdateEntry> entries,
        EventDefinition<Exception> definition)
    {
        observed ??= Observation.Make(this, run, [_commands[index]], []);
        using var table = new DataTable();
        return new(
            definition,
            (made, payload) => ((EventDefinition<Exception>)made).GenerateMessage(((ConcurrencyExceptionEventData)payload).Exception),
            context,
            run.Connection,
            observed.Command,
            table.CreateDataReader(),
            observed.CommandId,
            run.RelationalConnection.ConnectionId,
            entries,
            exception);
    }
}
