using Nedb.Storage.Diagnostics;
using Nedb.Storage.Runs;
using Nedb.Storage.Views;

namespace Nedb.Storage.Layers;

/// <summary>
/// The entries of an index in a run: those that documents have, or those that they had, and then with their seqs. An entry says since when
/// its document has it, and that may be many versions ago.
/// </summary>
internal sealed class RunEntries(Run run, byte[] prefix, IVersionFinder versions) : RunSource(run, prefix)
{
    private readonly Run _run = run;
    private KeyBatch? _keys;

    /// <inheritdoc/>
    public override long Seq => EntryCodec.SeqOf(Value.Span);

    /// <inheritdoc/>
    public override long SupersededSeq => EntryCodec.SupersededSeqOf(Value.Span);

    /// <inheritdoc/>
    public override bool IsShown(in Moment moment)
    {
        var value = Value.Span;
        return !value.IsEmpty && moment.Shows(EntryCodec.SeqOf(value), EntryCodec.SupersededSeqOf(value));
    }

    /// <inheritdoc/>
    public override StoredDocument Read()
    {
        var version = versions.Find(DocumentKey);
        return version is not null && version.Seq >= Seq && version.Seq < SupersededSeq ? version : throw Lost(Seq);
    }

    private ReadOnlySpan<byte> DocumentKey => EntryCodec.KeyOf(IsPast ? Key[..^IndexKey.SeqBytes] : Key, Value.Span);

    /// <inheritdoc/>
    protected override void Collect(Span<RowHandle> rows, int index)
    {
        var keys = _keys ??= KeyBatch.Rent();
        keys.Add(DocumentKey, Seq, SupersededSeq);
        if (keys.Count == KeyBatch.Most)
            Read(keys, rows[..(index + 1)]);
    }

    /// <inheritdoc/>
    protected override void Complete(Span<RowHandle> rows)
    {
        if (_keys is not { } keys)
            return;
        _keys = null;
        Read(keys, rows);
        KeyBatch.Return(keys);
    }

    /// <summary>Looks up the documents of the last rows.</summary>
    private void Read(KeyBatch keys, Span<RowHandle> rows)
    {
        versions.FindAll(keys);
        rows = rows[^keys.Count..];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = keys.IsFound(i) ? new(keys.Found(i)) : throw Lost(keys.SinceOf(i));
        keys.Clear();
    }

    private CorruptionException Lost(long since) => new(
        $"The views are damaged: an entry of an index in '{_run.Info.Path}' stands for a document since seq {since} that is not there. "
        + "The log is not concerned: delete the folder of the views, and they are rebuilt from it.",
        _run.Info.Path,
        0,
        since);
}
