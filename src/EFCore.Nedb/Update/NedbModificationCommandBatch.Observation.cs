using System.Data.Common;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Update;
using Nedb.Data;

namespace Nedb.EntityFrameworkCore.Update;

/// <summary>Lets logs and interceptors see the writes as a command.</summary>
internal sealed partial class NedbModificationCommandBatch
{
    // An interceptor that answers in place of the engine gives the store-generated values itself.
    private void ConsumeReplaced(Run run, Observation observed, DbDataReader replaced, int position, int next)
    {
        using (replaced)
        {
            run.Reader.Initialize(run.RelationalConnection, observed.Command, replaced, observed.CommandId, null);
            for (var i = position; i < next; i++)
            {
                if (!_commands[i].ColumnModifications.Any(column => column.IsRead) || !replaced.Read())
                    continue;
                _commands[i].PropagateResults(run.Reader);
            }
        }
    }

    /// <summary>One call of the engine, as those see it who listen. Made only if there are any.</summary>
    private sealed class Observation
    {
        private readonly NedbModificationCommandBatch _batch;
        private readonly Run _run;
        private readonly IRelationalCommand _relationalCommand;
        private readonly DateTimeOffset _startTime;
        private readonly long _startedAt;

        private Observation(
            NedbModificationCommandBatch batch,
            Run run,
            IReadOnlyList<IReadOnlyModificationCommand> commands,
            List<NedbWrite> writes,
            long startedAt)
        {
            _batch = batch;
            _run = run;
            _startedAt = startedAt;
            _startTime = DateTimeOffset.UtcNow - Elapsed;
            CommandId = Guid.NewGuid();
            var values = new Dictionary<string, object?>();
            var index = 0;
            _relationalCommand = SaveCommand.Build(
                Dependencies,
                commands,
                values,
                command => index < writes.Count && writes[index++] is var write && run.Factory.HasMetadata(command) ? write : null);
            Command = SaveCommand.CreateDbCommand(Dependencies, _relationalCommand, values, run.RelationalConnection, CommandId);
        }

        public DbCommand Command { get; }

        public Guid CommandId { get; }

        private ModificationCommandBatchFactoryDependencies Dependencies => _batch._dependencies;

        private IRelationalCommandDiagnosticsLogger Logger => Dependencies.Logger;

        private TimeSpan Elapsed => Stopwatch.GetElapsedTime(_startedAt);

        /// <summary>The call as those see it who listen to commands; null where nobody does, and then no text is made.</summary>
        public static Observation? Begin(NedbModificationCommandBatch batch, Run run, int position, List<NedbWrite> writes) =>
            CommandListeners.Listen(batch._dependencies.Logger)
                ? Make(batch, run, position, writes, Stopwatch.GetTimestamp())
                : null;

        /// <summary>A call that failed, for those who listen to failures only; null where nobody does.</summary>
        public static Observation? BeginFailed(
            NedbModificationCommandBatch batch, Run run, int position, List<NedbWrite> writes, long startedAt) =>
            CommandListeners.ListenToFailures(batch._dependencies.Logger) ? Make(batch, run, position, writes, startedAt) : null;

        public static Observation Make(
            NedbModificationCommandBatch batch, Run run, IReadOnlyList<IReadOnlyModificationCommand> commands, List<NedbWrite> writes) =>
            new(batch, run, commands, writes, Stopwatch.GetTimestamp());

        private static Observation Make(
            NedbModificationCommandBatch batch, Run run, int position, List<NedbWrite> writes, long startedAt) =>
            new(batch, run, batch._commands.GetRange(position, writes.Count), writes, startedAt);

        /// <summary>Tells that the command begins.</summary>
        /// <returns>What an interceptor answers in place of the engine; null where none does.</returns>
        public DbDataReader? Executing()
        {
            var interception = Logger.CommandReaderExecuting(
                Connection, Command, Text, Context, CommandId, ConnectionId, _startTime, CommandSource.SaveChanges);
            return interception.HasResult ? interception.Result : null;
        }

        public async Task<DbDataReader?> ExecutingAsync(CancellationToken cancellationToken)
        {
            var interception = await Logger.CommandReaderExecutingAsync(
                Connection, Command, Text, Context, CommandId, ConnectionId, _startTime, CommandSource.SaveChanges,
                cancellationToken).ConfigureAwait(false);
            return interception.HasResult ? interception.Result : null;
        }

        public void Executed(IReadOnlyList<NedbWriteResult> results)
        {
            using var reader = results[0].OpenReader();
            Logger.CommandReaderExecuted(
                Connection, Command, Text, Context, CommandId, ConnectionId, reader, _startTime, Elapsed,
                CommandSource.SaveChanges);
        }

        public async Task ExecutedAsync(IReadOnlyList<NedbWriteResult> results, CancellationToken cancellationToken)
        {
            using var reader = results[0].OpenReader();
            await Logger.CommandReaderExecutedAsync(
                Connection, Command, Text, Context, CommandId, ConnectionId, reader, _startTime, Elapsed,
                CommandSource.SaveChanges, cancellationToken).ConfigureAwait(false);
        }

        public void Failed(Exception exception) => Logger.CommandError(
            Connection, Command, Text, Context, DbCommandMethod.ExecuteReader, CommandId, ConnectionId, exception,
            _startTime, Elapsed, CommandSource.SaveChanges);

        public Task FailedAsync(Exception exception, CancellationToken cancellationToken) => exception is OperationCanceledException
            ? Logger.CommandCanceledAsync(
                Connection, Command, Text, Context, DbCommandMethod.ExecuteReader, CommandId, ConnectionId,
                _startTime, Elapsed, CommandSource.SaveChanges, cancellationToken)
            : Logger.CommandErrorAsync(
                Connection, Command, Text, Context, DbCommandMethod.ExecuteReader, CommandId, ConnectionId, exception,
                _startTime, Elapsed, CommandSource.SaveChanges, cancellationToken);

        private Microsoft.EntityFrameworkCore.DbContext Context => Dependencies.CurrentContext.Context;

        private IRelationalConnection Connection => _run.RelationalConnection;

        private string Text => _relationalCommand.CommandText;

        private Guid ConnectionId => _run.RelationalConnection.ConnectionId;
    }
}
