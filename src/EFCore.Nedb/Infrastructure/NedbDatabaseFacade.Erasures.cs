using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Nedb.Data;
using Nedb.EntityFrameworkCore.Update;
using Nedb.Storage.Views;

namespace Nedb.EntityFrameworkCore.Infrastructure;

/// <content>
/// Erasures of what was. They take part in the transaction of the context where there is one; otherwise each call is a commit of its own.
/// </content>
public sealed partial class NedbDatabaseFacade
{
    /// <summary>
    /// Erases what the earlier states of an entity held, as the model says by <c>IsErasable</c>: all of it but the key, or the properties
    /// that are erasable. The present state stays: change or delete the entity and save before. Files and backups are told in
    /// docs/erasure.md.
    /// </summary>
    /// <param name="entity">An entity of the model of the context, tracked or not; it may be deleted already: its key counts.</param>
    /// <param name="provenance">Why it is erased; null where nothing is said.</param>
    /// <returns>How many versions there was something to erase of.</returns>
    /// <exception cref="InvalidOperationException">Nothing of the entity is erasable, or it is not of the model.</exception>
    /// <exception cref="NedbException">A file cannot be written; what is logged is finished when the database is opened next.</exception>
    public int Erase(object entity, Provenance? provenance = null)
    {
        ArgumentNullException.ThrowIfNull(entity);
        var (_, key) = CauseResolver.DocumentOf(_context, entity);
        var entityType = _context.Model.FindRuntimeEntityType(entity.GetType())!;
        var tables = FindErasable(entityType);
        return tables.Count == 0
            ? throw new InvalidOperationException(NedbStrings.NotErasable(entityType.DisplayName()))
            : Use(database => tables.Sum(table => database.EraseHistory(table.Name, key, table.Columns, provenance)));
    }

    /// <inheritdoc cref="Erase(object, Provenance)"/>
    public Task<int> EraseAsync(object entity, Provenance? provenance = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => Erase(entity, provenance), cancellationToken);

    /// <inheritdoc cref="NedbDatabase.Erase"/>
    public int Erase(
        string collection, IReadOnlyCollection<long> seqs, IReadOnlyCollection<string>? fields = null, Provenance? provenance = null) =>
        Use(database => database.Erase(collection, seqs, fields, provenance));

    /// <inheritdoc cref="NedbDatabase.EraseAsync"/>
    public Task<int> EraseAsync(
        string collection,
        IReadOnlyCollection<long> seqs,
        IReadOnlyCollection<string>? fields = null,
        Provenance? provenance = null,
        CancellationToken cancellationToken = default) =>
        UseAsync(database => database.EraseAsync(collection, seqs, fields, provenance, cancellationToken), cancellationToken);

    /// <inheritdoc cref="NedbDatabase.Prune"/>
    public long Prune(long horizon, Provenance? provenance = null, CancellationToken cancellationToken = default) =>
        Use(database => database.Prune(horizon, provenance, cancellationToken));

    /// <inheritdoc cref="NedbDatabase.PruneAsync"/>
    public Task<long> PruneAsync(long horizon, Provenance? provenance = null, CancellationToken cancellationToken = default) =>
        UseAsync(database => database.PruneAsync(horizon, provenance, cancellationToken), cancellationToken);

    /// <summary>The tables of an entity, and their columns to erase; null for all of them.</summary>
    private static List<(string Name, string[]? Columns)> FindErasable(IEntityType entityType)
    {
        var tables = new List<(string, string[]?)>();
        foreach (var mapping in entityType.GetTableMappings())
        {
            var erasable = mapping.ColumnMappings.Where(column => column.Property.IsErasable());
            string[] columns = [.. erasable.Select(column => column.Column.Name)];
            if (entityType.IsErasable())
                tables.Add((mapping.Table.Name, null));
            else if (columns.Length > 0)
                tables.Add((mapping.Table.Name, columns));
        }

        return tables;
    }
}
