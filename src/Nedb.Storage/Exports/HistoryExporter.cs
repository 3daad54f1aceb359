using Nedb.Storage.Cbor;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Log;
using Nedb.Storage.Proofs;

namespace Nedb.Storage.Exports;

/// <summary>Writes every node of a log, up to where it stands when it begins.</summary>
/// <param name="log">The log.</param>
/// <param name="checkpoint">Where it stands.</param>
internal sealed class HistoryExporter(ICommitLog log, Checkpoint checkpoint)
{
    private readonly LoggedErasures _erasures = new(log, checkpoint.Seq);

    /// <exception cref="CorruptionException">The log is not what was written.</exception>
    public ExportReport Run(Stream target, CancellationToken cancellationToken)
    {
        using var lines = new LineWriter(target);
        lines.Write(new ExportHeader(false, checkpoint, checkpoint.Seq));
        foreach (var commit in UpToCheckpoint())
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var node in commit.Nodes)
                Write(lines, commit, node);
        }

        lines.Flush();
        return new(checkpoint, lines.Nodes, 0, 0);
    }

    private void Write(LineWriter lines, CommitRecord commit, NodeRecord node)
    {
        try
        {
            lines.Write(commit, node, node.IsErased ? _erasures.Find(node.Seq) : null, null);
        }
        catch (Exception error) when (error is CborException or FormatException)
        {
            throw new CorruptionException(
                $"Node {node.Seq} ({node.Kind} in '{node.Collection}') cannot be exported: {error.Message} The bytes are as they were"
                    + " written; another program wrote them, or this one had an error.",
                "log",
                0,
                node.Seq,
                error);
        }
    }

    private IEnumerable<CommitRecord> UpToCheckpoint() => log.Replay().TakeWhile(commit => commit.LastSeq <= checkpoint.Seq);
}
