using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Update;
using Nedb.Data;

namespace Nedb.EntityFrameworkCore.Update;

/// <summary>
/// The write of one entry that stands for one document, without the objects that EF makes for each of its columns. Those are made when
/// somebody asks for them: a log, an interceptor, a failure.
/// </summary>
internal sealed class EntryCommand(IUpdateEntry entry, EntryWriter writer, EntryCommands origin) : IReadOnlyModificationCommand
{
    private readonly IUpdateEntry[] _entries = [entry];
    private IModificationCommand? _whole;
    private ulong _read;

    /// <inheritdoc/>
    public ITable Table => writer.Table;

    /// <inheritdoc/>
    public IStoreStoredProcedure? StoreStoredProcedure => null;

    /// <inheritdoc/>
    public string TableName => writer.Table.Name;

    /// <inheritdoc/>
    public string? Schema => writer.Table.Schema;

    /// <inheritdoc/>
    public IReadOnlyList<IUpdateEntry> Entries => _entries;

    /// <inheritdoc/>
    public EntityState EntityState => entry.EntityState;

    /// <inheritdoc/>
    public IColumnBase? RowsAffectedColumn => null;

    /// <inheritdoc/>
    public IReadOnlyList<IColumnModification> ColumnModifications => Whole.ColumnModifications;

    private IModificationCommand Whole => _whole ??= origin.MakeWhole(entry, writer.Table);

    /// <summary>What it writes.</summary>
    public EntryWrite MakeWrite()
    {
        var write = writer.Make(entry);
        _read = write.Read;
        return write;
    }

    /// <summary>Hands the values that were read back to the entry.</summary>
    /// <returns>The property that took the seq of the version; null for none.</returns>
    public IProperty? Propagate(NedbWriteResult result)
    {
        writer.Propagate(entry, _read, result);
        return writer.Token;
    }

    /// <inheritdoc/>
    public void PropagateResults(RelationalDataReader relationalReader) => Whole.PropagateResults(relationalReader);

    /// <inheritdoc/>
    public void PropagateOutputParameters(DbParameterCollection parameterCollection, int baseParameterIndex) =>
        Whole.PropagateOutputParameters(parameterCollection, baseParameterIndex);
}
