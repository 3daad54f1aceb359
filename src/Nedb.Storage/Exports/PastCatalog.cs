using Nedb.Storage.Cbor;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Folding;
using Nedb.Storage.Log;
using Nedb.Storage.Proofs;
using Nedb.Storage.Schema;
using Nedb.Storage.Views;

namespace Nedb.Storage.Exports;

/// <summary>
/// The collections as they were defined at one moment, those included that were dropped since. The views know only those of today, so it
/// is read from the log.
/// </summary>
internal sealed class PastCatalog
{
    private readonly Catalog _present;
    private readonly LoggedErasures _erasures;
    private readonly HashSet<long> _replaced = [];

    /// <summary>Reads the log up to a moment.</summary>
    /// <param name="log">The log.</param>
    /// <param name="checkpoint">Where it stands.</param>
    /// <param name="seq">The seq of the moment.</param>
    /// <param name="present">The collections of today.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="CorruptionException">The log is not what was written.</exception>
    public PastCatalog(ICommitLog log, Checkpoint checkpoint, long seq, Catalog present, CancellationToken cancellationToken)
    {
        _present = present;
        _erasures = new(log, checkpoint.Seq);
        foreach (var commit in log.Replay().TakeWhile(commit => commit.FirstSeq <= seq))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var node in commit.Nodes.TakeWhile(node => node.Seq <= seq))
                Add(node);
        }
    }

    /// <summary>The collections of the moment.</summary>
    public Catalog Catalog { get; private set; } = Catalog.Empty;

    /// <summary>
    /// Whether a version of a collection that is there no more was replaced by the moment. Of others their versions tell; of these, what
    /// would tell it went with the collection.
    /// </summary>
    public bool IsReplaced(long seq) => _replaced.Contains(seq);

    private void Add(NodeRecord node)
    {
        try
        {
            if (node.Kind == NodeKind.Definition)
                Define(node);
            else if (node.Kind == NodeKind.Put)
                Learn(node);
        }
        catch (Exception error) when (error is CborException or FormatException)
        {
            throw new CorruptionException(
                $"Node {node.Seq} ({node.Kind} in '{node.Collection}') cannot be exported: {error.Message} The bytes are as they were"
                    + " written; another program wrote them, or this one had an error.",
                "log",
                0,
                node.Seq,
                error);
        }

        var isGone = Catalog.Find(node.Collection) is { } collection && _present.Find(collection.Id) is null;
        if (isGone && node.Kind is NodeKind.Put or NodeKind.Tombstone && node.PreviousSeq > 0)
            _replaced.Add(node.PreviousSeq);
    }

    private void Define(NodeRecord node)
    {
        if (DefinitionCodec.Decode(node.Payload.Span) is { } definition)
            Catalog = Catalog.With(definition);
        else if (Catalog.Find(node.Collection) is { } dropped)
            Catalog = Catalog.Without(dropped.Id);
    }

    /// <summary>A collection that nobody declared, and its fields, are told by the documents that bring them.</summary>
    private void Learn(NodeRecord node)
    {
        if (!node.IsErased)
        {
            if (PayloadCodec.ReadNewFields(node.Payload.Span) is { } news)
                Learn(node, news.CollectionId, news.FirstFieldId, news.Names);
        }
        else if (_erasures.Find(node.Seq) is { NewFields: { } left } erased)
        {
            Learn(node, erased.CollectionId, left.FirstFieldId, left.Names);
        }
    }

    private void Learn(NodeRecord node, int collectionId, int firstFieldId, string[] names)
    {
        var collection = Catalog.Find(collectionId) ?? new() { Id = collectionId, Name = node.Collection };
        for (var i = 0; i < names.Length; i++)
            if (collection.FindField(firstFieldId + i) is null)
                collection = collection with { Fields = collection.Fields.Add(new() { Id = firstFieldId + i, Name = names[i] }) };
        Catalog = Catalog.With(collection with { NextFieldId = Math.Max(collection.NextFieldId, firstFieldId + names.Length) });
    }
}
