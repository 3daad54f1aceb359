using Nedb.Storage.Trees;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Layers;

/// <summary>
/// Takes versions out of the entries of indexes that stand for them, and possibly for others of the same document. What an entry stood for
/// before and after such a version keeps it, and what is left of the version gets the entry that it has now.
/// </summary>
/// <param name="runs">All runs.</param>
internal sealed class EntryEraser(RunSet runs)
{
    private readonly TreeEditor<byte[]> _present = new(OrderedTree<byte[]>.Empty);
    private readonly TreeEditor<byte[]> _past = new(OrderedTree<byte[]>.Empty);
    private readonly ByteBuffer _value = new();

    /// <summary>What takes the place of entries in the runs of what is current.</summary>
    public OrderedTree<byte[]> Present => _present.ToTree();

    /// <summary>What comes to the runs of what only grows, or takes the place of entries there: nothing, where one is gone.</summary>
    public OrderedTree<byte[]> Past => _past.ToTree();

    /// <summary>Gives a closed version another entry in an index.</summary>
    /// <param name="index">The index.</param>
    /// <param name="version">The version, as it is without what was erased.</param>
    /// <param name="before">Its entry until now; null where the index did not take it in.</param>
    /// <param name="after">Its entry from now on; null where the index does not take it in.</param>
    public void Move((int CollectionId, int IndexId, long BuiltSeq) index, StoredDocument version, byte[]? before, byte[]? after)
    {
        if (before.AsSpan().SequenceEqual(after))
            return;
        if (before is not null)
            TakeOut(index, version, before);
        if (after is not null)
            Set(PlaceOf(index, after), version.KeyBytes.Length, version.Seq, version.SupersededSeq);
    }

    private void TakeOut((int CollectionId, int IndexId, long BuiltSeq) index, StoredDocument version, byte[] entry)
    {
        var place = PlaceOf(index, entry);
        byte[] present = [.. ViewKey.Index(ViewKey.CurrentEntry, index.CollectionId, index.IndexId, index.BuiltSeq), .. entry];
        var keyLength = version.KeyBytes.Length;
        long since, until;
        if (FindPast(place, version.Seq) is { } past)
        {
            (since, until) = past;
            if (until > version.SupersededSeq)
                Set(place, keyLength, version.SupersededSeq, until);
        }
        else if (FindPresent(present) is { } sinceNow && sinceNow <= version.Seq)
        {
            since = sinceNow;
            _value.Clear();
            EntryCodec.Write(keyLength, version.SupersededSeq, _value);
            _present.Set(present, _value.ToArray());
        }
        else
        {
            return;
        }

        if (since < version.Seq)
            Set(place, keyLength, since, version.Seq);
        else if (_past.Find(IndexKey.WithSeq(place, since)) is not null || !runs.FindPast(IndexKey.WithSeq(place, since)).IsEmpty)
            _past.Set(IndexKey.WithSeq(place, since), []);
    }

    /// <summary>The entry of what is not current any more that stands for a version: since when, and until when.</summary>
    private (long Since, long Until)? FindPast(byte[] place, long seq)
    {
        var end = IndexKey.WithSeq(place, seq + 1);
        if (_past.TryFindLast(end, out var key, out var value) && IndexKey.IsPlaceOf(key, place)
            && value.Length > 0 && EntryCodec.SupersededSeqOf(value) > seq)
            return (EntryCodec.SeqOf(value), EntryCodec.SupersededSeqOf(value));
        foreach (var run in runs.Past)
        {
            if (!RunSource.MayHold(run, place) || !run.TryFindLast(end, place, end.Length, out var found))
                continue;
            var (since, until) = (EntryCodec.SeqOf(found.Span), EntryCodec.SupersededSeqOf(found.Span));
            return until > seq && _past.Find(IndexKey.WithSeq(place, since)) is null ? (since, until) : null;
        }

        return null;
    }

    private long? FindPresent(byte[] key)
    {
        ReadOnlyMemory<byte> value = _present.Find(key) ?? runs.FindPresent(key);
        return value.IsEmpty ? null : EntryCodec.SeqOf(value.Span);
    }

    private void Set(byte[] place, int keyLength, long since, long until)
    {
        _value.Clear();
        EntryCodec.Write(keyLength, since, until, _value);
        _past.Set(IndexKey.WithSeq(place, since), _value.ToArray());
    }

    private static byte[] PlaceOf((int CollectionId, int IndexId, long BuiltSeq) index, byte[] entry) =>
        [.. ViewKey.Index(ViewKey.ClosedEntry, index.CollectionId, index.IndexId, index.BuiltSeq), .. entry];
}
