using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Nedb.Data;
using Nedb.EntityFrameworkCore.Infrastructure;
using Nedb.EntityFrameworkCore.Update;

namespace Nedb.EntityFrameworkCore.Storage.Internal;

/// <summary>
/// A command that keeps what its text was parsed and planned to. EF caches one command for each query and null-ness of parameters as a
/// template, and fills a rented command from it
/// for each execution; all of them use the statement of the template, so that a query is parsed once.
/// </summary>
internal sealed class NedbRelationalCommand(
    RelationalCommandBuilderDependencies dependencies,
    string commandText,
    string logCommandText,
    IReadOnlyList<IRelationalParameter> parameters) : RelationalCommand(dependencies, commandText, logCommandText, parameters)
{
    private NedbStatement? _statement;
    private NedbRelationalCommand? _template;

    // Two threads that are first at the same time may both make one; either will do.
    private NedbStatement Statement => (_template ?? this)._statement ??= new NedbStatement(CommandText);

    /// <inheritdoc/>
    public override void PopulateFrom(IRelationalCommandTemplate commandTemplate)
    {
        base.PopulateFrom(commandTemplate);
        _statement = null;
        _template = commandTemplate as NedbRelationalCommand;
    }

    /// <inheritdoc/>
    public override DbCommand CreateDbCommand(
        RelationalCommandParameterObject parameterObject, Guid commandId, DbCommandMethod commandMethod)
    {
        var command = base.CreateDbCommand(parameterObject, commandId, commandMethod);
        // An interceptor may have put another command, or another text, in its place.
        if (command is NedbCommand nedb && nedb.CommandText == CommandText)
            nedb.Statement = Statement;
        return command;
    }

    /// <inheritdoc/>
    public override int ExecuteNonQuery(RelationalCommandParameterObject parameterObject)
    {
        using (BeginCommit(parameterObject))
            return base.ExecuteNonQuery(parameterObject);
    }

    /// <inheritdoc/>
    public override async Task<int> ExecuteNonQueryAsync(
        RelationalCommandParameterObject parameterObject, CancellationToken cancellationToken = default)
    {
        using (BeginCommit(parameterObject))
            return await base.ExecuteNonQueryAsync(parameterObject, cancellationToken).ConfigureAwait(false);
    }

    // What the scopes around a statement say about it; a scope of the context itself has told the connection already.
    private static IDisposable? BeginCommit(RelationalCommandParameterObject parameterObject)
    {
        if (parameterObject is not
            {
                CommandSource: CommandSource.ExecuteUpdate or CommandSource.ExecuteDelete or CommandSource.ExecuteSqlRaw,
                Context: { } context,
                Connection: INedbRelationalConnection connection,
            })
            return null;
        var commits = context.GetService<NedbCommitContext>();
        if (commits.Current is not null)
            return null;
        var key = commits.KeyOfTry;
        if (commits.Said is null && key is null)
            return null;
        // As it opens it joins an ambient transaction: only then is it known whether the statement is a commit of its own.
        connection.Open();
        try
        {
            if (!connection.NedbConnection.IsInTransaction)
                return new CommitScope(context, connection, (commits.Said ?? new()) with { IdempotencyKey = key });
            return commits.Said is { } said ? new StatementScope(context, commits, connection, said) : null;
        }
        finally
        {
            connection.Close();
        }
    }
}
