using System.Globalization;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Schema;
using Nedb.Storage.Views;

namespace Nedb.Storage.Transactions;

/// <summary>
/// A commit that is asked for again, as after an outcome that got lost. Nothing is written: each write is looked for among the nodes of
/// the
/// first commit, in their order, and the state that is read is that of then, so what is computed from it comes out as it did. Other
/// content
/// is refused.
/// </summary>
internal sealed class Repetition(string key, CommitResult outcome, ReadView view)
{
    private readonly ReadView _last = view.AsOf(outcome.LastSeq);
    private ReadView _view = view.AsOf(outcome.FirstSeq - 1);
    private RepetitionMark _mark = new(outcome.FirstSeq - 1, false, null);

    /// <summary>The state that the first commit had when it had written as much.</summary>
    public ReadView View => _view;

    /// <summary>How far it has come; setting it takes it back.</summary>
    public RepetitionMark Mark
    {
        get => _mark;
        set
        {
            _mark = value;
            _view = _last.AsOf(value.Seq);
        }
    }

    /// <summary>The next document that was written into a collection.</summary>
    public Document? NextPut(int collectionId)
    {
        for (var seq = _mark.Seq + 1; seq <= outcome.LastSeq; seq++)
            if (_last.FindNode(seq) is { Kind: NodeKind.Put } node && node.CollectionId == collectionId)
                return node;
        return null;
    }

    public Document Put(CollectionDefinition collection, byte[] documentKey, FieldValues fields, Period period, Provenance provenance)
    {
        // What was there already was not written then either.
        if (_view.Find(collection.Id, documentKey) is { } current && current.Period == period && current.Provenance.Equals(provenance)
            && HasContent(collection, current, fields))
            return current;
        var node = Next(NodeKind.Put, collection.Id, documentKey, provenance);
        return node.Period == period && HasContent(collection, node, fields) ? node : throw OtherContent();
    }

    public bool Delete(int collectionId, ReadOnlySpan<byte> documentKey, Provenance provenance)
    {
        if (_view.Find(collectionId, documentKey) is null)
            return false;
        Next(NodeKind.Tombstone, collectionId, documentKey, provenance);
        _mark = _mark with { HasDeleted = true };
        return true;
    }

    public Document Link(ReadOnlySpan<byte> linkKey, Period period, Provenance provenance)
    {
        if (_view.Find(LinkKey.CollectionId, linkKey) is { } current && current.Period == period && current.Provenance.Equals(provenance))
            return current;
        var node = Next(NodeKind.Link, LinkKey.CollectionId, linkKey, provenance);
        return node.Period == period ? node : throw OtherContent();
    }

    public bool Unlink(ReadOnlySpan<byte> linkKey, Provenance provenance)
    {
        if (_view.Find(LinkKey.CollectionId, linkKey) is null)
            return false;
        Next(NodeKind.Unlink, LinkKey.CollectionId, linkKey, provenance);
        return true;
    }

    /// <summary>The first outcome, once everything that was written then was asked for again.</summary>
    public CommitResult Finish(CommitOptions options)
    {
        for (var seq = _mark.Seq + 1; seq <= outcome.LastSeq; seq++)
            CheckPassedOver(seq);
        if (_mark.Fill is { } fill && !fill.Equals(options.Provenance))
            throw OtherContent();
        return outcome;
    }

    public StorageException OtherContent() => new(
        StorageErrorCode.ReplayMismatch,
        string.Create(
            CultureInfo.InvariantCulture,
            $"Other content was committed under the idempotency key '{key}', at seq {outcome.FirstSeq}. Use a new key for new content."))
    {
        Constraint = key,
    };

    private Document Next(NodeKind kind, int collectionId, ReadOnlySpan<byte> nodeKey, Provenance provenance)
    {
        for (var seq = _mark.Seq + 1; seq <= outcome.LastSeq; seq++)
        {
            if (_last.FindNode(seq) is not { } node)
                break;
            if (node.Kind != kind || node.CollectionId != collectionId || !node.Key.Span.SequenceEqual(nodeKey)
                || !IsSaidBy(provenance, node.Provenance))
            {
                CheckPassedOver(seq);
                continue;
            }

            Mark = _mark with { Seq = seq };
            return node;
        }

        throw OtherContent();
    }

    // Between what was asked for may stand what it brought with it: new collections, and what foreign keys cascaded to.
    private void CheckPassedOver(long seq)
    {
        if (!_mark.HasDeleted && _last.FindNode(seq)?.Kind != NodeKind.Definition)
            throw OtherContent();
    }

    /// <summary>Whether a write that says so was written so: one that says nothing took the provenance of its commit.</summary>
    private bool IsSaidBy(Provenance asked, Provenance written)
    {
        if (asked.Equals(written))
            return true;
        if (!asked.Equals(Provenance.None) || _mark.Fill is { } fill && !fill.Equals(written))
            return false;
        _mark = _mark with { Fill = written };
        return true;
    }

    private static bool HasContent(CollectionDefinition collection, Document document, FieldValues fields)
    {
        var ids = fields.Ids;
        for (var i = 0; i < ids.Length; i++)
        {
            // A field that was declared later is read as what it was added with.
            var written = document.HasField(ids[i]) ? document.GetValue(ids[i]) : collection.FindField(ids[i])!.MissingValue;
            if (written != fields.Values[i])
                return false;
        }

        foreach (var id in document.FieldIds)
            if (ids.IndexOf(id) < 0 && collection.FindField(id) is not null && !document.GetValue(id).IsNull)
                return false;
        return true;
    }
}
