using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Update;
using Nedb.Data;
using Nedb.EntityFrameworkCore.Metadata;
using Nedb.EntityFrameworkCore.Storage;

namespace Nedb.EntityFrameworkCore.Update;

/// <summary>
/// Commands of a save that are handed to the engine together, as typed writes. A batch of one write is a commit by itself;
/// more than one need a transaction, since a write that matches no document must take back the others.
/// </summary>
internal sealed partial class NedbModificationCommandBatch(
    ModificationCommandBatchFactoryDependencies dependencies, NedbCommitContext commits, int greatestCount) : ModificationCommandBatch
{
    private readonly ModificationCommandBatchFactoryDependencies _dependencies = dependencies;
    private readonly List<IReadOnlyModificationCommand> _commands = [];
    private bool _isComplete;
    private bool _areMoreBatchesExpected;

    /// <inheritdoc/>
    public override IReadOnlyList<IReadOnlyModificationCommand> ModificationCommands => _commands;

    /// <inheritdoc/>
    public override bool RequiresTransaction => _commands.Count > 1 || (_commands is [var only] && ChangesPartOfJson(only));

    /// <inheritdoc/>
    public override bool AreMoreBatchesExpected => _areMoreBatchesExpected;

    /// <inheritdoc/>
    public override bool TryAddCommand(IReadOnlyModificationCommand modificationCommand)
    {
        if (_isComplete)
            throw new InvalidOperationException(RelationalStrings.ModificationCommandBatchAlreadyComplete);
        if (_commands.Count >= greatestCount)
            return false;
        _commands.Add(modificationCommand);
        return true;
    }

    /// <inheritdoc/>
    public override void Complete(bool moreBatchesExpected)
    {
        if (_isComplete)
            throw new InvalidOperationException(RelationalStrings.ModificationCommandBatchAlreadyComplete);
        _isComplete = true;
        _areMoreBatchesExpected = moreBatchesExpected;
    }

    /// <inheritdoc/>
    public override void Execute(IRelationalConnection connection)
    {
        var run = BeginRun(connection);
        try
        {
            for (var position = 0; position < _commands.Count;)
            {
                var (writes, next) = Gather(run, position);
                var observed = Observation.Begin(this, run, position, writes);
                if (observed?.Executing() is { } replaced)
                {
                    ConsumeReplaced(run, observed, replaced, position, next);
                    position = next;
                    continue;
                }

                IReadOnlyList<NedbWriteResult> results;
                var startedAt = Stopwatch.GetTimestamp();
                try
                {
                    results = run.Connection.Write(writes);
                }
                catch (Exception e)
                {
                    observed ??= Observation.BeginFailed(this, run, position, writes, startedAt);
                    observed?.Failed(e);
                    throw Wrap(e, FindRefused(run, e, writes, position));
                }

                observed?.Executed(results);
                for (var i = 0; i < results.Count; i++)
                    if (!Consume(run, position + i, results[i]))
                        ThrowConcurrency(run, observed, position + i);
                position = next;
            }
        }
        catch (Exception e) when (e is not DbUpdateException and not OperationCanceledException)
        {
            throw Wrap(e, _commands);
        }
        finally
        {
            run.End();
        }
    }

    /// <inheritdoc/>
    public override async Task ExecuteAsync(IRelationalConnection connection, CancellationToken cancellationToken = default)
    {
        var run = BeginRun(connection);
        try
        {
            for (var position = 0; position < _commands.Count;)
            {
                var (writes, next) = Gather(run, position);
                var observed = Observation.Begin(this, run, position, writes);
                if (observed is not null && await observed.ExecutingAsync(cancellationToken).ConfigureAwait(false) is { } replaced)
                {
                    ConsumeReplaced(run, observed, replaced, position, next);
                    position = next;
                    continue;
                }

                IReadOnlyList<NedbWriteResult> results;
                var startedAt = Stopwatch.GetTimestamp();
                try
                {
                    results = await run.Connection.WriteAsync(writes, cancellationToken).ConfigureAwait(false);
                }
                catch (Exception e)
                {
                    observed ??= Observation.BeginFailed(this, run, position, writes, startedAt);
                    if (observed is not null)
                        await observed.FailedAsync(e, cancellationToken).ConfigureAwait(false);
                    if (e is OperationCanceledException)
                        throw;
                    throw Wrap(e, FindRefused(run, e, writes, position));
                }

                if (observed is not null)
                    await observed.ExecutedAsync(results, cancellationToken).ConfigureAwait(false);
                for (var i = 0; i < results.Count; i++)
                    if (!Consume(run, position + i, results[i]))
                        await ThrowConcurrencyAsync(run, observed, position + i, cancellationToken).ConfigureAwait(false);
                position = next;
            }
        }
        catch (Exception e) when (e is not DbUpdateException and not OperationCanceledException)
        {
            throw Wrap(e, _commands);
        }
        finally
        {
            run.End();
        }
    }

    private static bool ChangesPartOfJson(IReadOnlyModificationCommand command)
    {
        if (command is EntryCommand)
            return false;
        foreach (var column in command.ColumnModifications)
            if (!JsonPath.IsWhole(column.JsonPath))
                return true;
        return false;
    }

    private Run BeginRun(IRelationalConnection connection)
    {
        if (!_isComplete)
            throw new InvalidOperationException(RelationalStrings.ModificationCommandBatchNotComplete);
        var nedb = ((INedbRelationalConnection)connection).NedbConnection;
        // A single write is its own commit.
        var options = commits.FindOptionsOfCommit();
        if (nedb.CurrentTransaction is { } transaction)
        {
            // Said before the first write, so that a repetition is compared with the commit of then.
            transaction.Options ??= options;
            options = null;
        }
        else if (options is not null)
        {
            nedb.NextCommit = options;
        }

        var causes = new CauseResolver(_dependencies.CurrentContext.Context, commits, nedb);
        var told = options is null ? null : commits;
        return new Run(connection, nedb, new WriteFactory(commits, causes, nedb), new RelationalDataReader(), told);
    }

    // As many commands as can be written at once: one whose cause is among them must wait for its seq.
    private (List<NedbWrite> Writes, int Next) Gather(Run run, int position)
    {
        var writes = new List<NedbWrite>(_commands.Count - position);
        var gathered = commits.HasCauses ? new HashSet<object>(ReferenceEqualityComparer.Instance) : null;
        var next = position;
        for (; next < _commands.Count; next++)
        {
            var command = _commands[next];
            if (gathered is not null)
            {
                if (next > position && HasCauseAmong(gathered, command))
                    break;
                foreach (var entry in command.Entries)
                    gathered.Add(NedbCommitContext.EntityOf(entry));
            }

            if (commits.IsTriedAgain)
                PrincipalKeys.Propagate(command);
            writes.Add(run.Factory.Make(command));
        }

        return (writes, next);
    }

    private bool HasCauseAmong(HashSet<object> gathered, IReadOnlyModificationCommand command)
    {
        foreach (var cause in commits.FindCauses(command))
            if (gathered.Contains(cause))
                return true;
        return false;
    }

    /// <summary>Hands the outcome of a write to its entries.</summary>
    /// <returns>Whether the write found its document.</returns>
    private bool Consume(Run run, int index, NedbWriteResult result)
    {
        var command = _commands[index];
        if (result.RecordsAffected == 0)
            return false;
        if (commits.HasCauses)
            commits.RecordWritten(command, result.Seq);
        if (result.FieldCount == 0)
            return true;
        try
        {
            if (command is EntryCommand single)
            {
                if (single.Propagate(result) is { } seq && run.Connection.CurrentTransaction is not null)
                    commits.RecordProvisional(command, single.Entries[0], seq);
                return true;
            }

            using var reader = result.OpenReader();
            reader.Read();
            run.Reader.Initialize(run.RelationalConnection, run.Command, reader, default, null);
            command.PropagateResults(run.Reader);
        }
        catch (Exception e) when (e is not DbUpdateException and not OperationCanceledException)
        {
            throw Wrap(e, [command]);
        }

        if (run.Connection.CurrentTransaction is not null)
            foreach (var column in command.ColumnModifications)
                if (column.IsRead && column.ColumnName == MetadataField.Seq && column.Entry is not null)
                    commits.RecordProvisional(command, column.Entry, column.Property!);
        return true;
    }

    private sealed record Run(
        IRelationalConnection RelationalConnection,
        NedbConnection Connection,
        WriteFactory Factory,
        RelationalDataReader Reader,
        NedbCommitContext? Told)
    {
        /// <summary>Stands for the writes where EF wants to know of a command; it is never executed.</summary>
        public NedbCommand Command { get; } = Connection.CreateCommand();

        /// <summary>Takes back what was said about a commit, if it did not happen.</summary>
        public void End()
        {
            if (Told is null)
                return;
            if (Connection.NextCommit is null)
                Told.CountCommit();
            Connection.NextCommit = null;
        }
    }
}
