using Nedb.Storage.Log;
using Nedb.Storage.Rows;
using Nedb.Storage.Schema;
using Nedb.Storage.Transactions;
using Nedb.Storage.Views;

namespace Nedb.Storage.Folding;

/// <summary>Makes the records of the log from the steps of transactions. Used by one thread at a time.</summary>
internal sealed class CommitEncoder(ShapeTable shapes)
{
    private readonly PayloadCodec _codec = new(shapes);

    /// <summary>The nodes of a transaction.</summary>
    /// <param name="steps">Its steps.</param>
    /// <param name="count">How many of them are nodes.</param>
    /// <param name="logged">What the log knows of schemaless collections; learns what these nodes tell it.</param>
    public NodeRecord[] Encode(IReadOnlyList<PendingNode> steps, int count, LoggedFields logged)
    {
        var nodes = new NodeRecord[count];
        var payloads = new ByteArena();
        var next = 0;
        for (var i = 0; i < steps.Count; i++)
            if (steps[i].Version is { } version)
                nodes[next++] = Encode(version, steps[i].Collection, logged, payloads);
        return nodes;
    }

    private NodeRecord Encode(VersionEntry version, CollectionDefinition? collection, LoggedFields logged, ByteArena payloads) => new()
    {
        Seq = version.Seq,
        Kind = version.Kind,
        // The end of a collection has no definition; its name is its id.
        Collection = collection?.Name ?? version.Id.AsString(),
        Key = version.KeyBytes,
        PreviousSeq = version.PreviousSeq,
        Provenance = version.Provenance,
        Period = version.Period,
        Payload = payloads.Store(EncodePayload(version, collection, logged)),
    };

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
