using System.Collections.Immutable;
using System.Text;
using Nedb.Storage.Log;
using Nedb.Storage.Proofs;
using Nedb.Storage.Schema;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Exports;

/// <summary>
/// Writes what stands at one moment as a short history of its own: the definitions of then, then the versions and links of the moment in
/// the order in which they were written, with new seqs. Collections that were dropped since are among them.
/// </summary>
internal sealed class StateExporter
{
    private readonly ReadView _view;
    private readonly PastCatalog _past;
    private readonly Checkpoint _checkpoint;
    private readonly LineWriter _lines;
    private readonly List<long> _originals = [];
    private readonly CollectionDefinition[] _definitions;
    private long _ticks = -1;
    private long _commitFirstSeq;
    private long _causesLeftOut;
    private long _erasedLeftOut;

    /// <summary>Begins to export.</summary>
    /// <param name="view">The state of the moment.</param>
    /// <param name="past">The collections of the moment.</param>
    /// <param name="checkpoint">Where the database stands.</param>
    /// <param name="lines">Where to write.</param>
    public StateExporter(ReadView view, PastCatalog past, Checkpoint checkpoint, LineWriter lines)
    {
        (_view, _past) = (view, past);
        _checkpoint = checkpoint;
        _lines = lines;
        _definitions = [.. past.Catalog.Collections.OrderBy(static definition => definition.Id)];
    }

    public ExportReport Run(CancellationToken cancellationToken)
    {
        _lines.Write(new ExportHeader(true, _checkpoint, _view.Seq));
        for (long seq = 1; seq <= _view.Seq; seq++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var node = _view.FindNode(seq)!;
            if (node.Kind is NodeKind.Put or NodeKind.Link && node.SupersededSeq > _view.Seq && !_past.IsReplaced(seq))
                Write(node);
        }

        if (_ticks < 0)
            WriteDefinitions(DateTime.UnixEpoch.Ticks);
        _lines.Flush();
        return new(_checkpoint, _lines.Nodes, _causesLeftOut, _erasedLeftOut);
    }

    private void Write(Document node)
    {
        var collection = node.Kind == NodeKind.Link ? null : _past.Catalog.Find(node.CollectionId);
        if (node.Kind == NodeKind.Put && collection is null)
            return; // the collection was dropped before the moment
        if (node.IsContentErased)
        {
            _erasedLeftOut++;
            return;
        }

        var ticks = node.CommittedAt.Ticks;
        if (_ticks < 0)
            WriteDefinitions(ticks - 1);
        _originals.Add(node.Seq);
        var seq = _definitions.Length + _originals.Count;
        if (ticks != _ticks)
            (_ticks, _commitFirstSeq) = (ticks, seq);
        WriteNode(new()
        {
            Seq = seq,
            Kind = node.Kind,
            Collection = collection?.Name ?? LinkKey.CollectionName,
            Key = node.Key.ToArray(),
            Provenance = Rewrite(node.Provenance),
            Period = node.Period,
            Payload = collection is null ? [] : EncodeFields(node, collection),
        }, node.Seq);
    }

    private void WriteDefinitions(long ticks)
    {
        _ticks = ticks;
        _commitFirstSeq = 1;
        for (var i = 0; i < _definitions.Length; i++)
        {
            WriteNode(new()
            {
                Seq = i + 1,
                Kind = NodeKind.Definition,
                Collection = _definitions[i].Name,
                Key = KeyEncoder.Encode(NedbValue.FromInt64(_definitions[i].Id)),
                Payload = DefinitionCodec.Encode(_definitions[i]),
            }, null);
        }
    }

    private void WriteNode(NodeRecord node, long? originalSeq) => _lines.Write(
        new() { FirstSeq = _commitFirstSeq, TimestampTicks = _ticks, Nodes = [] }, node, null, originalSeq);

    private static byte[] EncodeFields(Document node, CollectionDefinition collection)
    {
        var values = new List<(byte[] Name, NedbValue Value)>();
        if (collection.KeyFieldIds.IsEmpty)
            values.Add(("_id"u8.ToArray(), node.Id));
        foreach (var fieldId in node.FieldIds)
            if (collection.FindField(fieldId) is { } field)
                values.Add((Encoding.UTF8.GetBytes(field.Name), node.GetValue(fieldId)));
        return NodeContentJson.EncodeFields(values, null);
    }

    private Provenance Rewrite(Provenance provenance)
    {
        if (provenance.CausedBy.IsEmpty)
            return provenance;
        var causes = ImmutableArray.CreateBuilder<long>();
        foreach (var cause in provenance.CausedBy)
        {
            var at = _originals.BinarySearch(cause);
            if (at >= 0)
                causes.Add(_definitions.Length + at + 1);
            else
                _causesLeftOut++;
        }

        return provenance with { CausedBy = causes.ToImmutable() };
    }
}
