using Nedb.Storage.Log;
using Nedb.Storage.Rows;
using Nedb.Storage.Schema;
using Nedb.Storage.Transactions;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Folding;

/// <summary>
/// Makes the records of the log from the steps of transactions. The records of a group of commits, and the bytes of their payloads, are
/// used again for the next one: a large commit would leave them to the collector of garbage. Used by one thread at a time.
/// </summary>
internal sealed class CommitEncoder(ShapeTable shapes)
{
    private const int KeptBytes = 4 * 1024 * 1024;

    private readonly PayloadCodec _codec = new(shapes);
    private readonly RecordRoom _room = new(KeptBytes);

    /// <summary>Begins a group: the records made before are not used any more.</summary>
    public void Reset() => _room.Reset();

    /// <summary>The nodes of a transaction, good until the next group begins.</summary>
    /// <param name="steps">Its steps.</param>
    /// <param name="count">How many of them are nodes.</param>
    /// <param name="logged">What the log knows of schemaless collections; learns what these nodes tell it.</param>
    public NodeRecord[] Encode(PiecedList<PendingNode> steps, int count, LoggedFields logged)
    {
        var nodes = new NodeRecord[count];
        var next = 0;
        for (var i = 0; i < steps.Count; i++)
            if (steps[i].Version is { } version)
                nodes[next++] = Encode(version, steps[i].Collection, logged);
        return nodes;
    }

    private NodeRecord Encode(VersionEntry version, CollectionDefinition? collection, LoggedFields logged)
    {
        // The end of a collection has no definition; its name is its id.
        var name = collection?.Name ?? version.Id.AsString();
        var node = _room.Next();
        node.Seq = version.Seq;
        node.Kind = version.Kind;
        node.Collection = name;
        node.Key = version.KeyBytes;
        node.PreviousSeq = version.PreviousSeq;
        node.Provenance = version.Provenance;
        node.Period = version.Period;
        node.Payload = _room.Store(EncodePayload(version, collection, logged));
        node.Salt = default;
        return node;
    }

    private ReadOnlySpan<byte> EncodePayload(VersionEntry version, CollectionDefinition? collection, LoggedFields logged)
    {
        switch (version.Kind)
        {
            case NodeKind.Put:
                var nextFieldId = logged.NextFieldIdOf(collection!);
                logged.Learn(collection!);
                return _codec.Encode(version, collection!, nextFieldId);
            case NodeKind.Erasure:
                return version.Row;
            case NodeKind.Link:
                return LinkPayload.Encode(version.KeyBytes);
            case NodeKind.Definition:
                if (collection is null)
                    logged.Forget(version.CollectionId);
                else
                    logged.Learn(collection);
                return DefinitionCodec.Encode(collection);
            default:
                return [];
        }
    }
}
