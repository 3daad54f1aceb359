using System.Globalization;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Erasures;
using Nedb.Storage.Folding;
using Nedb.Storage.Schema;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Transactions;

/// <content>Erasures of what earlier versions held.</content>
internal sealed partial class StoreTransaction
{
    private bool _hasErasures;

    public override int Erase(
        int collectionId, IReadOnlyCollection<long> seqs, IReadOnlyCollection<int>? fieldIds, WriteMetadata metadata)
    {
        CheckOpen();
        if (IdempotencyKey is not null)
            throw NeedsNoKey();
        var provenance = metadata.Provenance ?? Provenance.None;
        CheckProvenance(provenance, _editor.Seq);
        var collection = Catalog.Find(collectionId);
        var erased = new SortedDictionary<long, ErasedVersion>();
        var holders = new SortedDictionary<long, List<ErasedVersion>>();
        foreach (var seq in seqs)
        {
            var version = FindErasable(collectionId, seq, fieldIds);
            if (Make(collection, version, fieldIds, holders) is { } left)
                erased[seq] = left;
        }

        if (erased.Count == 0)
            return 0;
        var count = erased.Count;
        // What an earlier erasure left of any of them stands in that one, and must go there too: this one takes over all that it lists.
        foreach (var (holder, list) in holders)
        {
            foreach (var version in list)
                erased.TryAdd(version.Seq, version);
            erased[holder] = new() { Seq = holder, CollectionId = 0, ErasedSeq = 0, Mode = ErasureMode.Content };
        }

        if (holders.Count > 0)
            provenance = provenance with { CausedBy = [.. provenance.CausedBy, .. holders.Keys] };
        AppendErasure(collectionId, collection, erased.Values, 0, provenance);
        return count;
    }

    /// <summary>
    /// Erases versions that no state since a horizon shows, and refuses older states from then on.
    /// </summary>
    /// <param name="horizon">The seq of the oldest state that can still be read.</param>
    /// <param name="seqs">The versions.</param>
    /// <param name="provenance">Why.</param>
    /// <returns>How many versions the commit is going to erase.</returns>
    internal int Prune(long horizon, IEnumerable<long> seqs, Provenance provenance)
    {
        CheckOpen();
        CheckProvenance(provenance, _editor.Seq);
        var erased = new List<ErasedVersion>();
        var holders = new SortedDictionary<long, List<ErasedVersion>>();
        foreach (var seq in seqs)
        {
            var version = _editor.GetNode(seq);
            if (Make(Catalog.Find(version.CollectionId), version, null, holders) is { } left)
                erased.Add(left);
        }

        var count = erased.Count;
        var listed = erased.Select(static version => version.Seq).ToHashSet();
        foreach (var (holder, list) in holders)
        {
            erased.AddRange(list.Where(version => listed.Add(version.Seq)));
            erased.Add(new() { Seq = holder, CollectionId = 0, ErasedSeq = 0, Mode = ErasureMode.Content });
        }

        if (holders.Count > 0)
            provenance = provenance with { CausedBy = [.. provenance.CausedBy, .. holders.Keys] };
        AppendErasure(0, null, erased, horizon, provenance);
        return count;
    }

    private void AppendErasure(
        int collectionId, CollectionDefinition? collection, IEnumerable<ErasedVersion> erased, long horizon, Provenance provenance)
    {
        var act = new VersionEntry(
            collectionId, NodeKind.Erasure, _editor.Seq + 1, 0, NowTicks(), [], NedbValue.FromString(collection?.Name ?? ""), null,
            ErasureCodec.Encode(erased, horizon), Period.Always, Normalize(provenance));
        _editor.AppendNode(act);
        _steps.Add(new(act, collection));
        _view = null;
        _hasErasures = true;
    }

    private StoredDocument FindErasable(int collectionId, long seq, IReadOnlyCollection<int>? fieldIds)
    {
        if (seq < 1 || seq > BaseRoot.Seq)
            throw new StorageException(
                StorageErrorCode.SeqNotReached,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"There is no version with seq {seq} to erase: expected 1 to {BaseRoot.Seq}, what was committed before."));
        var version = _editor.GetNode(seq);
        if (version.CollectionId != collectionId || version.Kind != NodeKind.Put)
            throw new StorageException(
                StorageErrorCode.NotFound,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Seq {seq} is no version of a document of that collection, so it has no content to erase."));
        if (_editor.Find(collectionId, version.KeyBytes)?.Seq == seq)
            throw new StorageException(
                StorageErrorCode.PreconditionFailed,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The version with seq {seq} is the present one of the document {version.Id}. Replace or delete the document first;"
                    + $" the same transaction may do both."))
            {
                Collection = Catalog.Find(collectionId)?.Name,
            };
        foreach (var fieldId in fieldIds ?? [])
            if (version.KeyFieldIds?.Contains(fieldId) == true)
                throw new StorageException(
                    StorageErrorCode.ValueInvalid,
                    $"The field '{Catalog.Find(collectionId)?.FindField(fieldId)?.Name}' is part of the key, and keys stay: they are in the"
                    + $" headers that the hashes cover. Keep in keys nothing that has to be erased.");
        return version;
    }

    /// <summary>What is left of a version; null where there is nothing more to erase.</summary>
    private ErasedVersion? Make(
        CollectionDefinition? collection,
        StoredDocument version,
        IReadOnlyCollection<int>? fieldIds,
        SortedDictionary<long, List<ErasedVersion>> holders)
    {
        if (version.IsContentErased || fieldIds is not null && !fieldIds.Any(id => version.Carries(id) && !version.GetValue(id).IsNull))
            return null;
        var left = new List<int>();
        var values = new List<NedbValue>();
        foreach (var id in version.FieldIds)
        {
            if (fieldIds is null && version.KeyFieldIds?.Contains(id) != true && collection?.FindField(id)?.IsIdentity != true)
                continue;
            left.Add(id);
            values.Add(fieldIds?.Contains(id) == true ? default : version.GetValue(id));
        }

        return new()
        {
            Seq = version.Seq,
            CollectionId = version.CollectionId,
            ErasedSeq = 0,
            Mode = fieldIds is null ? ErasureMode.Content : ErasureMode.Fields,
            NewFields = FindNewFields(collection, version, holders),
            Id = version.KeyFieldIds is null ? version.Id : default,
            FieldIds = [.. left],
            Values = [.. values],
        };
    }

    private (int FirstFieldId, string[] Names)? FindNewFields(
        CollectionDefinition? collection, StoredDocument version, SortedDictionary<long, List<ErasedVersion>> holders)
    {
        if (version.ErasedSeq > 0)
        {
            var (holder, list) = FindHolder(version.ErasedSeq, version.Seq);
            holders[holder] = list;
            return list.Find(other => other.Seq == version.Seq)!.NewFields;
        }

        // Only the log has it, and only schemaless collections, or those that once were, need it.
        if (collection is { IsDeclared: true } && version.KeyFieldIds is not null)
            return null;
        var payload = _committer.ReadPayload(version.Seq);
        return payload is not null && PayloadCodec.ReadNewFields(payload) is { } news ? (news.FirstFieldId, news.Names) : null;
    }

    /// <summary>The erasure that lists what is left of a version: the one that erased it, or one that took over from that.</summary>
    private (long Seq, List<ErasedVersion> List) FindHolder(long erasureSeq, long seq)
    {
        var candidates = new SortedSet<long> { erasureSeq };
        while (candidates.Count > 0)
        {
            var candidate = candidates.Min;
            candidates.Remove(candidate);
            if (_committer.ReadPayload(candidate) is not { } payload)
            {
                foreach (var effect in BaseRoot.FindEffects(candidate))
                    if (BaseRoot.GetNode(effect).Kind == NodeKind.Erasure)
                        candidates.Add(effect);
                continue;
            }

            var list = ErasureCodec.Decode(payload, candidate);
            if (list.Exists(version => version.Seq == seq))
                return (candidate, list);
        }

        throw new CorruptionException($"No erasure in the log lists seq {seq}, although it is erased. Verify the log.", "log", 0, seq);
    }

    private static StorageException NeedsNoKey() => new(
        StorageErrorCode.ValueInvalid,
        "A commit with an erasure takes no idempotency key: asking again for what is erased already erases nothing.");
}
