using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Query.Search;

/// <summary>
/// A document that a search index found. The index knows its key and its seq; everything else is read when it is asked for, so that a query
/// which only counts, or wants no more than keys, reads no document.
/// </summary>
internal sealed class FoundDocument(SearchHits hits, in FoundVersion version) : Document
{
    private readonly NedbValue _id = version.Id;
    private readonly long _seq = version.Seq;
    private byte[]? _key;
    private Document? _document;

    public override int CollectionId => hits.CollectionId;

    public override NodeKind Kind => NodeKind.Put;

    public override long Seq => _seq;

    public override long SupersededSeq => Whole.SupersededSeq;

    public override long PreviousSeq => Whole.PreviousSeq;

    public override DateTime CommittedAt => Whole.CommittedAt;

    public override Hash256 Hash => Whole.Hash;

    public override Period Period => Whole.Period;

    public override Provenance Provenance => Whole.Provenance;

    public override ReadOnlyMemory<byte> Key => _key ??= hits.KeyOf(in _id);

    public override NedbValue Id => _id;

    public override long ErasedSeq => Whole.ErasedSeq;

    public override bool IsContentErased => Whole.IsContentErased;

    public override ReadOnlySpan<int> FieldIds => Whole.FieldIds;

    /// <summary>The document itself, which is read where that was not yet done.</summary>
    public Document Whole => _document ??= hits.Read(Key.Span, _seq);

    public override bool HasField(int fieldId) => IsKey(fieldId) || Whole.HasField(fieldId);

    public override NedbValue GetValue(int fieldId) => IsKey(fieldId) ? _id : Whole.GetValue(fieldId);

    public override bool TryGetInt64(int fieldId, out long value)
    {
        if (!IsKey(fieldId))
            return Whole.TryGetInt64(fieldId, out value);
        value = _id.Kind == ValueKind.Int64 ? _id.AsInt64() : 0;
        return _id.Kind == ValueKind.Int64;
    }

    private bool IsKey(int fieldId) => fieldId == hits.KeyFieldId;
}
