using Nedb.Storage.Diagnostics;
using Nedb.Storage.Runs;
using Nedb.Storage.Views;

namespace Nedb.Storage.Layers;

/// <summary>The entries of an index in a run: of current documents, or of closed versions, and then with their seqs.</summary>
internal sealed class RunEntries(Run run, byte[] prefix, IVersionFinder versions) : RunSource(run, prefix)
{
    private readonly Run _run = run;

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
        var version = IsPast
            ? versions.FindClosed(EntryCodec.KeyOf(Key[..^IndexKey.SeqBytes], Value.Span), Seq)
            : versions.FindCurrent(EntryCodec.KeyOf(Key, Value.Span));
        return version is not null && version.Seq == Seq ? version : throw new CorruptionException(
            $"The views are damaged: an entry of an index in '{_run.Info.Path}' stands for a version with seq {Seq} that is not there. "
            + "The log is not concerned: delete the folder of the views, and they are rebuilt from it.",
            _run.Info.Path,
            0,
            Seq);
    }
}
