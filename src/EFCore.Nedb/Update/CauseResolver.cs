using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking.Internal;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Update;
using Nedb.Data;

namespace Nedb.EntityFrameworkCore.Update;

/// <summary>Finds the seqs that the causes of a write stand for.</summary>
internal sealed class CauseResolver(DbContext context, NedbCommitContext commits, NedbConnection connection)
{
    /// <summary>
    /// The seqs of the causes of a command; null where it has none. An entity that names itself means the version that the write replaces;
    /// one that is among the causes of a whole save does not cause itself.
    /// </summary>
    /// <exception cref="InvalidOperationException">A cause is not stored, or is nothing that can be.</exception>
    public IReadOnlyList<long>? Resolve(IReadOnlyModificationCommand command)
    {
        List<long>? seqs = null;
        foreach (var cause in commits.FindCauses(command))
            if (!IsOf(command, cause))
                (seqs ??= []).Add(SeqOf(cause));
            else if (commits.NamesOwnCauses(command))
                (seqs ??= []).Add(SeqBefore(cause));
        return seqs;
    }

    /// <summary>Refuses a new entity that names itself as its cause.</summary>
    /// <exception cref="InvalidOperationException">It does.</exception>
    public static void CheckNew(IReadOnlyModificationCommand command, NedbCommitContext commits)
    {
        if (command.EntityState != EntityState.Added || !commits.NamesOwnCauses(command))
            return;
        foreach (var cause in commits.FindCauses(command))
            foreach (var entry in command.Entries)
                if (ReferenceEquals(NedbCommitContext.EntityOf(entry), cause))
                    throw new InvalidOperationException(NedbStrings.CauseIsItself(entry.EntityType.DisplayName()));
    }

    /// <summary>The seq of the current version of an entity, as far as this context knows or else as it is stored.</summary>
    public long SeqOf(object cause)
    {
        if (cause is IVersion version)
            return version.Seq;
        if (cause is long or int)
            return Convert.ToInt64(cause, CultureInfo.InvariantCulture);
        if (commits.TryGetSeq(cause, out var seq))
            return seq;
        var entry = GetEntry(cause);
        seq = FindToken(entry) ?? FindStored(entry)
            ?? throw new InvalidOperationException(
                NedbStrings.CauseNotStored(entry.EntityType.DisplayName(), string.Join(", ", KeyOf(entry))));
        commits.RecordSeq(cause, seq);
        return seq;
    }

    // Another document of the same entity may have been written in this save already.
    private long SeqBefore(object entity)
    {
        if (!commits.TryGetSeqBefore(entity, out var seq))
        {
            var entry = GetEntry(entity);
            seq = FindToken(entry) ?? FindStored(entry) ?? throw new InvalidOperationException(
                NedbStrings.CauseNotStored(entry.EntityType.DisplayName(), string.Join(", ", KeyOf(entry))));
            commits.RecordSeqBefore(entity, seq);
        }

        return seq;
    }

    /// <summary>The seq of the stored version of an entity; null where it is not stored.</summary>
    public long? FindStored(object entity) => FindStored(GetEntry(entity));

    /// <summary>As <see cref="FindStored(object)"/>; only the search is on another thread.</summary>
    public Task<long?> FindStoredAsync(object entity, CancellationToken cancellationToken)
    {
        var entry = GetEntry(entity);
        return FindTable(entry.EntityType) is { } table
            ? connection.GetNedbDatabase().CurrentSeqOfAsync(table, KeyOf(entry), cancellationToken)
            : Task.FromResult<long?>(null);
    }

    /// <summary>The collection and the key of the document that stands for an entity.</summary>
    /// <exception cref="InvalidOperationException">The entity is not of the model, or is not stored in a collection.</exception>
    public static (string Collection, object?[] Key) DocumentOf(DbContext context, object entity)
    {
        var entry = GetEntry(context, entity);
        return (FindTable(entry.EntityType) ?? throw new InvalidOperationException(NedbStrings.NotStored(entity.GetType())), KeyOf(entry));
    }

    private static bool IsOf(IReadOnlyModificationCommand command, object entity)
    {
        foreach (var entry in command.Entries)
            if (ReferenceEquals(NedbCommitContext.EntityOf(entry), entity))
                return true;
        return false;
    }

    private InternalEntityEntry GetEntry(object entity) => GetEntry(context, entity);

    private static InternalEntityEntry GetEntry(DbContext context, object entity)
    {
        if (context.Model.FindRuntimeEntityType(entity.GetType()) is null)
            throw new InvalidOperationException(NedbStrings.CauseNotInModel(entity.GetType()));
        return context.GetService<IStateManager>().GetOrCreateEntry(entity);
    }

    private static long? FindToken(InternalEntityEntry entry)
    {
        if (entry.EntityState is EntityState.Detached or EntityState.Added || entry.EntityType.FindVersionToken() is not IProperty token)
            return null;
        var value = entry.GetOriginalValue(token);
        var converter = token.GetTypeMapping().Converter;
        var seq = Convert.ToInt64(converter is null ? value : converter.ConvertToProvider(value), CultureInfo.InvariantCulture);
        return seq > 0 ? seq : null;
    }

    private long? FindStored(InternalEntityEntry entry)
    {
        var table = FindTable(entry.EntityType);
        return table is null ? null : connection.GetNedbDatabase().CurrentSeqOf(table, KeyOf(entry));
    }

    // The document of the root table is the one that stands for an entity that is spread over several.
    private static string? FindTable(IEntityType entityType)
    {
        var isSpread = entityType.GetMappingStrategy() == RelationalAnnotationNames.TptMappingStrategy;
        return (isSpread ? entityType.GetRootType() : entityType).GetTableName();
    }

    private static object?[] KeyOf(InternalEntityEntry entry)
    {
        var properties = entry.EntityType.FindPrimaryKey()?.Properties ?? [];
        var key = new object?[properties.Count];
        for (var i = 0; i < key.Length; i++)
        {
            var value = entry.GetCurrentValue(properties[i]);
            var converter = properties[i].GetTypeMapping().Converter;
            key[i] = converter is null ? value : converter.ConvertToProvider(value);
        }

        return key;
    }
}
