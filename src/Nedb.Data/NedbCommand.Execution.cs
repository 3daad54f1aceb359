using System.Data;
using System.Data.Common;
using Nedb.Data.Execution;
using Nedb.Query;

namespace Nedb.Data;

public sealed partial class NedbCommand
{
    /// <summary>Runs the text.</summary>
    /// <returns>The number of documents written; -1 where no statement writes.</returns>
    /// <exception cref="NedbException">The text is not NQL, or the engine refuses it.</exception>
    public override int ExecuteNonQuery()
    {
        var connection = OpenConnection();
        var script = Statement.GetScript(connection.Handle);
        connection.CheckWritable(script);
        var parameters = Parameters.Bind();
        var execution = Begin(default);
        try
        {
            return Drain(connection.Session.Execute(script, parameters, execution.Token));
        }
        catch (Exception e) when (execution.Translate(e) is { } translated)
        {
            throw translated;
        }
        finally
        {
            execution.End();
        }
    }

    /// <summary>As <see cref="ExecuteNonQuery"/>, without blocking the caller while a commit waits for the disk.</summary>
    public override async Task<int> ExecuteNonQueryAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var connection = OpenConnection();
        var script = Statement.GetScript(connection.Handle);
        connection.CheckWritable(script);
        var parameters = Parameters.Bind();
        var execution = Begin(cancellationToken);
        try
        {
            if (script.IsReadOnly || connection.Session.Transaction is not null)
                return Drain(connection.Session.Execute(script, parameters, execution.Token));
            var commit = await connection.CommitAloneAsync(
                () => Drain(connection.Session.Execute(script, parameters, execution.Token)), execution.Token).ConfigureAwait(false);
            return commit.Outcome;
        }
        catch (Exception e) when (execution.Translate(e) is { } translated)
        {
            throw translated;
        }
        finally
        {
            execution.End();
        }
    }

    /// <summary>Runs the text.</summary>
    /// <returns>The first column of the first row; null where there is no row.</returns>
    /// <exception cref="NedbException">The text is not NQL, or the engine refuses it.</exception>
    public override object? ExecuteScalar()
    {
        using var reader = Run(CommandBehavior.Default, default);
        return reader.Read() && reader.FieldCount > 0 ? reader.GetValue(0) : null;
    }

    /// <summary>As <see cref="ExecuteScalar"/>. Reading waits for nothing, so the task is complete when it is returned.</summary>
    public override Task<object?> ExecuteScalarAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var reader = Run(CommandBehavior.Default, cancellationToken);
            return Task.FromResult(reader.Read() && reader.FieldCount > 0 ? reader.GetValue(0) : null);
        }
        catch (Exception e)
        {
            return FailedTask.Of<object?>(e);
        }
    }

    /// <summary>Runs the text and reads its rows. Several readers may be open on one connection.</summary>
    /// <exception cref="NedbException">The text is not NQL, or the engine refuses it.</exception>
    public new NedbDataReader ExecuteReader() => Run(CommandBehavior.Default, default);

    /// <inheritdoc cref="ExecuteReader()"/>
    public new NedbDataReader ExecuteReader(CommandBehavior behavior) => Run(behavior, default);

    /// <inheritdoc cref="ExecuteReader()"/>
    public new Task<NedbDataReader> ExecuteReaderAsync(CancellationToken cancellationToken = default) =>
        ExecuteReaderAsync(CommandBehavior.Default, cancellationToken);

    /// <inheritdoc cref="ExecuteReader()"/>
    public new Task<NedbDataReader> ExecuteReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken = default)
    {
        try
        {
            return Task.FromResult(Run(behavior, cancellationToken));
        }
        catch (Exception e)
        {
            return FailedTask.Of<NedbDataReader>(e);
        }
    }

    /// <inheritdoc/>
    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => Run(behavior, default);

    /// <inheritdoc/>
    protected override Task<DbDataReader> ExecuteDbDataReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken)
    {
        try
        {
            return Task.FromResult<DbDataReader>(Run(behavior, cancellationToken));
        }
        catch (Exception e)
        {
            return FailedTask.Of<DbDataReader>(e);
        }
    }

    private NedbDataReader Run(CommandBehavior behavior, CancellationToken cancellationToken)
    {
        var connection = OpenConnection();
        var script = Statement.GetScript(connection.Handle);
        connection.CheckWritable(script);
        var parameters = Parameters.Bind();
        if ((behavior & CommandBehavior.SchemaOnly) != 0)
            return new(connection, new SchemaResult(connection.Describe(script, parameters)), null, behavior);
        var execution = Begin(cancellationToken);
        NqlResult? result = null;
        try
        {
            result = connection.Session.Execute(script, parameters, execution.Token);
            // A statement without rows that stands first has run; readers begin at the first rows.
            if (result.Columns.Count == 0)
                result.NextResult();
            execution.Leave();
            return new(connection, result, execution, behavior);
        }
        catch (Exception e)
        {
            result?.Dispose();
            var translated = execution.Translate(e);
            execution.End();
            if (translated is null)
                throw;
            throw translated;
        }
    }

    private static int Drain(NqlResult result)
    {
        using (result)
        {
            while (result.NextResult())
            {
            }

            return (int)Math.Clamp(result.RecordsAffected, -1, int.MaxValue);
        }
    }
}
