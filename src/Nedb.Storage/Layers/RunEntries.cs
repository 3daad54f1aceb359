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
        var entry = IsPast ? Key[..^IndexKey.SeqBytes] : Key;
        var version = versions.Find(EntryCodec.KeyOf(entry, Value.Span));
        return version is not null && version.Seq >= Seq && version.Seq < SupersededSeq ? version : throw new CorruptionException(
            $"The views are damaged: an entry of an index in '{_run.Info.Path}' stands for a document since seq {Seq} that is not there. "
            + "The log is not concerned: delete the folder of the views, and they are rebuilt from it.",
            _run.Info.Path,
            0,
            Seq);
    }
}
