using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;
using Nedb.Data;

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
}
