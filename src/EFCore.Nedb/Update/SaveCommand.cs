using System.Data.Common;
using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Update;
using Nedb.Data;
using Nedb.Storage.Values;

namespace Nedb.EntityFrameworkCore.Update;

/// <summary>
/// The writes of a batch as a command with text, for logs and interceptors. The engine never sees it: it is made only when somebody looks.
/// </summary>
internal static class SaveCommand
{
    /// <summary>Makes the command. Its text says in NQL what the typed writes do.</summary>
    public static IRelationalCommand Build(
        ModificationCommandBatchFactoryDependencies dependencies,
        IReadOnlyList<IReadOnlyModificationCommand> commands,
        Dictionary<string, object?> parameterValues,
        Func<IReadOnlyModificationCommand, NedbWrite?> findMetadata)
    {
        var builder = dependencies.CommandBuilderFactory.Create();
        var text = new StringBuilder();
        var statement = new StringBuilder();
        for (var i = 0; i < commands.Count; i++)
        {
            statement.Clear();
            AppendStatement(dependencies.UpdateSqlGenerator, statement, commands[i], i);
            if (findMetadata(commands[i]) is { } write)
                AppendMetadata(statement, write, dependencies.SqlGenerationHelper.StatementTerminator);
            text.Append(statement);
            foreach (var column in commands[i].ColumnModifications)
            {
                if (column.UseCurrentValueParameter)
                    AddParameter(column, column.ParameterName!, column.Value);
                if (column.UseOriginalValueParameter)
                    AddParameter(column, column.OriginalParameterName!, column.OriginalValue);
            }
        }

        builder.Append(text.ToString());
        return builder.Build();

        void AddParameter(IColumnModification column, string name, object? value)
        {
            builder.AddParameter(
                name, dependencies.SqlGenerationHelper.GenerateParameterName(name), column.TypeMapping!, column.IsNullable);
            parameterValues.Add(name, value);
        }
    }

    /// <summary>Makes the command that is handed to those who look.</summary>
    public static DbCommand CreateDbCommand(
        ModificationCommandBatchFactoryDependencies dependencies,
        IRelationalCommand command,
        Dictionary<string, object?> parameterValues,
        IRelationalConnection connection,
        Guid commandId) =>
        command.CreateDbCommand(
            new RelationalCommandParameterObject(
                connection, parameterValues, null, dependencies.CurrentContext.Context, dependencies.Logger, CommandSource.SaveChanges),
            commandId,
            DbCommandMethod.ExecuteReader);

    private static void AppendStatement(
        IUpdateSqlGenerator generator, StringBuilder text, IReadOnlyModificationCommand command, int position)
    {
        switch (command.EntityState)
        {
            case EntityState.Added:
                generator.AppendInsertOperation(text, command, position, out _);
                break;
            case EntityState.Modified:
                generator.AppendUpdateOperation(text, command, position, out _);
                break;
            default:
                generator.AppendDeleteOperation(text, command, position, out _);
                break;
        }
    }

    private static void AppendMetadata(StringBuilder text, NedbWrite write, string terminator)
    {
        // The clauses stand before the terminator that ends the statement.
        var end = text.ToString().LastIndexOf(terminator, StringComparison.Ordinal);
        text.Length = end;
        if (write.CausedBy is { Count: > 0 } causes)
            text.AppendLine().Append("CAUSED BY ").AppendJoin(", ", causes);
        if (write.Evidence is { } evidence)
            text.AppendLine().Append("EVIDENCE ").Append(ValueFormatter.ToLiteral(NedbValue.FromString(evidence)));
        if (write.Confidence is { } confidence)
            text.AppendLine().Append("CONFIDENCE ").Append(ValueFormatter.ToLiteral(NedbValue.FromDouble(confidence)));
        if (write.ValidFrom is not null || write.ValidTo is not null)
            text.AppendLine().Append("VALID");
        if (write.ValidFrom is DateTime from)
            text.Append(CultureInfo.InvariantCulture, $" FROM {ValueFormatter.ToLiteral(NedbValue.FromTimestamp(from))}");
        if (write.ValidTo is DateTime to)
            text.Append(CultureInfo.InvariantCulture, $" TO {ValueFormatter.ToLiteral(NedbValue.FromTimestamp(to))}");
        if (write.ExpiresAt is { } expires)
            text.AppendLine().Append("EXPIRES AT ").Append(ValueFormatter.ToLiteral(NedbValue.FromTimestampOffset(expires)));
        text.AppendLine(terminator);
    }
}
