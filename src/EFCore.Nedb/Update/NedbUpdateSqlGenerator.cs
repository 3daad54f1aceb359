using System.Text;
using Microsoft.EntityFrameworkCore.Update;

namespace Nedb.EntityFrameworkCore.Update;

/// <summary>
/// Writes inserts, updates and deletes as NQL: for the seed data of migrations, and for those who look at what a save does.
/// Saving itself hands typed writes to the engine and needs no text.
/// </summary>
internal sealed class NedbUpdateSqlGenerator(UpdateSqlGeneratorDependencies dependencies) : UpdateSqlGenerator(dependencies)
{
    /// <inheritdoc/>
    public override string GenerateNextSequenceValueOperation(string name, string? schema) =>
        throw new NotSupportedException(NedbStrings.SequencesNotSupported(name));

    /// <inheritdoc/>
    public override void AppendNextSequenceValueOperation(StringBuilder commandStringBuilder, string name, string? schema) =>
        throw new NotSupportedException(NedbStrings.SequencesNotSupported(name));

    /// <inheritdoc/>
    protected override void AppendUpdateCommandHeader(
        StringBuilder commandStringBuilder, string name, string? schema, IReadOnlyList<IColumnModification> operations)
    {
        commandStringBuilder.Append("UPDATE ");
        SqlGenerationHelper.DelimitIdentifier(commandStringBuilder, name, schema);
        commandStringBuilder.Append(" SET ");
        for (var i = 0; i < operations.Count; i++)
        {
            if (i > 0)
                commandStringBuilder.Append(", ");
            SqlGenerationHelper.DelimitIdentifier(commandStringBuilder, operations[i].ColumnName);
            // A part of a JSON column is assigned by its path: $.Address.Lines[2] of the column c is c.Address.Lines[2].
            if (!JsonPath.IsWhole(operations[i].JsonPath))
                commandStringBuilder.Append(operations[i].JsonPath.AsSpan(1));
            commandStringBuilder.Append(" = ");
            AppendUpdateColumnValue(SqlGenerationHelper, operations[i], commandStringBuilder, name, schema);
        }
    }
}
