using System.Globalization;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Schema;
using Nedb.Storage.Rows;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Transactions;

/// <content>Links between documents.</content>
internal sealed partial class StoreTransaction
{
    public override Document Link(
        int fromCollectionId, ReadOnlySpan<byte> fromKey, string relation, int toCollectionId, ReadOnlySpan<byte> toKey,
            WriteMetadata metadata)
    {
        CheckOpen();
        CheckName(relation, "A relation");
        if (_repetition is null)
        {
            CheckEnd(fromCollectionId, fromKey, "start");
            CheckEnd(toCollectionId, toKey, "end");
        }

        var provenance = metadata.Provenance ?? Provenance.None;
        CheckProvenance(provenance, _editor.Seq);
        provenance = Normalize(provenance);
        var period = metadata.Period ?? Period.Always;
        CheckPeriod(LinkKey.Collection, period);

        var key = LinkKey.Encode(fromCollectionId, fromKey, relation, toCollectionId, toKey);
        if (_repetition is not null)
            return _repetition.Link(key, period, provenance);
        var current = _editor.Find(LinkKey.CollectionId, key);
        if (current is not null && current.Provenance.Equals(provenance) && current.Period == period)
            return Keep(current);
        var reverse = NedbValue.FromBytes(LinkKey.Encode(toCollectionId, toKey, relation, fromCollectionId, fromKey));
        var shape = _context.Shapes.Intern([LinkKey.ReverseFieldId]);
        var previousSeq = current?.Seq ?? _editor.LastSeqOf(LinkKey.CollectionId, key, isEnded: true);
        var link = new VersionEntry(
            LinkKey.CollectionId, NodeKind.Link, _editor.Seq + 1, previousSeq, NowTicks(), key, NedbValue.FromBytes(key), shape,
            RowWriter.Write(shape, [reverse]), period, provenance);
        Append(link, LinkKey.Collection, current);
        return link;
    }

    public override bool Unlink(
        int fromCollectionId, ReadOnlySpan<byte> fromKey, string relation, int toCollectionId, ReadOnlySpan<byte> toKey,
            WriteMetadata metadata)
    {
        CheckOpen();
        var provenance = metadata.Provenance ?? Provenance.None;
        CheckProvenance(provenance, _editor.Seq);
        var key = LinkKey.Encode(fromCollectionId, fromKey, relation, toCollectionId, toKey);
        if (_repetition is not null)
            return _repetition.Unlink(key, Normalize(provenance));
        if (_editor.Find(LinkKey.CollectionId, key) is not { } current)
        {
            Observe(LinkKey.CollectionId, key);
            return false;
        }

        var end = new VersionEntry(
            LinkKey.CollectionId, NodeKind.Unlink, _editor.Seq + 1, current.Seq, NowTicks(), key, current.Id, null, default, current.Period,
                Normalize(provenance));
        Append(end, LinkKey.Collection, current);
        return true;
    }

    private static void CheckName(string name, string what)
    {
        if (name.Length is 0 or > WriteLimits.NameLengthMax || !FieldCoercion.IsWellFormed(name))
            throw new StorageException(
                StorageErrorCode.ValueInvalid,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{what} has a name of 1 to {WriteLimits.NameLengthMax} UTF-16 code units; found {name.Length}."));
    }

    private void CheckEnd(int collectionId, ReadOnlySpan<byte> key, string which)
    {
        Observe(collectionId, key);
        if (_editor.Find(collectionId, key) is null)
            throw new StorageException(
                StorageErrorCode.NotFound, $"The {which} of the link, in collection '{Definition(collectionId).Name}', does not exist.")
            {
                Collection = Definition(collectionId).Name,
            };
    }
}
