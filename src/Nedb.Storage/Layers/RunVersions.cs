using Nedb.Storage.Runs;
using Nedb.Storage.Views;

namespace Nedb.Storage.Layers;

/// <summary>The versions of a collection in a run: current ones by their keys, or closed ones by their keys and seqs.</summary>
internal sealed class RunVersions(Run run, byte[] prefix, int collectionId, RunSet runs) : RunSource(run, prefix)
{
    /// <inheritdoc/>
    public override bool IsRemoval => Value.IsEmpty;

    /// <inheritdoc/>
    public override long Seq => VersionCodec.SeqOf(Value.Span);

    /// <inheritdoc/>
    public override long SupersededSeq => VersionCodec.SupersededSeqOf(Value.Span);

    /// <inheritdoc/>
    public override bool IsVisibleAt(long seq) => VersionCodec.IsVisibleAt(Value.Span, seq);

    /// <inheritdoc/>
    public override StoredDocument Read() => VersionCodec.Read(collectionId, Value, runs.Layouts, runs);
}
