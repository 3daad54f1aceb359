using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Update;
using Nedb.Data;
using Nedb.EntityFrameworkCore.Storage;
using Nedb.Storage.Values;

namespace Nedb.EntityFrameworkCore.Update;

/// <summary>Turns the commands of a save into the typed writes of the engine.</summary>
internal sealed class WriteFactory(NedbCommitContext commits, CauseResolver causes, NedbConnection connection)
{
    /// <summary>The typed write of a command. A part of a JSON column is read, changed and written as a whole.</summary>
    public NedbWrite Make(IReadOnlyModificationCommand command)
    {
        if (command is EntryCommand single)
        {
            var write = single.MakeWrite();
            return WithMetadata(
                command, write.SetFields, write.SetValues, write.WhereFields, write.WhereValues, write.ReturningFields);
        }

        var columns = command.ColumnModifications;
        List<string>? setFields = null, whereFields = null, returning = null;
        List<object?>? setValues = null, whereValues = null;
        List<IColumnModification>? parts = null;
        foreach (var column in columns)
        {
            if (column.IsWrite && command.EntityState != EntityState.Deleted)
            {
                (setFields ??= []).Add(column.ColumnName);
                (setValues ??= []).Add(ProvidedValue(column, column.Value));
                if (!JsonPath.IsWhole(column.JsonPath))
                    (parts ??= []).Add(column);
            }

            if (column.IsCondition && command.EntityState != EntityState.Added)
            {
                (whereFields ??= []).Add(column.ColumnName);
                var isOriginal = column.UseOriginalValue || column.Entry is not null;
                (whereValues ??= []).Add(ProvidedValue(column, isOriginal ? column.OriginalValue : column.Value));
            }

            if (column.IsRead && command.EntityState != EntityState.Deleted)
                (returning ??= []).Add(column.ColumnName);
        }

        if (parts is not null)
            Complete(command.TableName, parts, setFields!, setValues!, whereFields!, whereValues!);
        return WithMetadata(command, setFields, setValues, whereFields, whereValues, returning);
    }

    /// <summary>Whether something is said about the write of a command.</summary>
    public bool HasMetadata(IReadOnlyModificationCommand command) =>
        commits.FindMetadata(command) is not null
        || (commits.Said is { } said && (said.CausedBy.Count > 0 || said.Evidence is not null || said.Confidence is not null));

    private NedbWrite WithMetadata(
        IReadOnlyModificationCommand command,
        IReadOnlyList<string>? setFields,
        IReadOnlyList<object?>? setValues,
        IReadOnlyList<string>? whereFields,
        IReadOnlyList<object?>? whereValues,
        IReadOnlyList<string>? returning)
    {
        var own = commits.FindMetadata(command);
        var said = commits.Said;
        return new NedbWrite
        {
            Kind = command.EntityState switch
            {
                EntityState.Added => NedbWriteKind.Insert,
                EntityState.Modified => NedbWriteKind.Update,
                _ => NedbWriteKind.Delete,
            },
            Collection = command.TableName,
            SetFields = setFields ?? [],
            SetValues = setValues ?? [],
            WhereFields = whereFields ?? [],
            WhereValues = whereValues ?? [],
            ReturningFields = returning ?? [],
            CausedBy = commits.HasCauses ? causes.Resolve(command) : null,
            Evidence = own?.Evidence ?? said?.Evidence,
            Confidence = own?.Confidence ?? said?.Confidence,
            ValidFrom = own?.ValidFrom is { } from ? new DateTime(from) : null,
            ValidTo = own?.ValidTo is { } to ? new DateTime(to) : null,
            ExpiresAt = command.EntityState == EntityState.Deleted ? null : own?.ExpiresAt,
        };
    }

    // The present value of the column comes from an update that sets nothing, in the same transaction.
    private void Complete(
        string collection,
        List<IColumnModification> parts,
        List<string> setFields,
        List<object?> setValues,
        List<string> whereFields,
        List<object?> whereValues)
    {
        var names = parts.Select(part => part.ColumnName).Distinct().ToList();
        var current = connection.Write(
        [
            new NedbWrite
            {
                Kind = NedbWriteKind.Update,
                Collection = collection,
                WhereFields = whereFields,
                WhereValues = whereValues,
                ReturningFields = names,
            },
        ])[0];
        foreach (var part in parts)
        {
            var index = setFields.IndexOf(part.ColumnName);
            var old = current.FieldCount == 0 || current.IsNull(names.IndexOf(part.ColumnName))
                ? NedbValue.Null
                : current.GetFieldValue<NedbValue>(names.IndexOf(part.ColumnName));
            setValues[index] = JsonPath.Replace(old, part.JsonPath!, (NedbValue)setValues[index]!);
        }
    }

    private static object? ProvidedValue(IColumnModification column, object? value)
    {
        var mapping = column.TypeMapping;
        if (mapping is NedbJsonTypeMapping)
            return value is null ? NedbValue.Null : NedbJson.Parse((string)value);
        return mapping?.Converter is { } converter ? converter.ConvertToProvider(value) : value;
    }
}
