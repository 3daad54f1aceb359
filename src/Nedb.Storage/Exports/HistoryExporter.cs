using Nedb.Storage.Cbor;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Erasures;
using Nedb.Storage.Log;
using Nedb.Storage.Proofs;
using Nedb.Storage.Views;

namespace Nedb.Storage.Exports;

/// <summary>Writes every node of a log, up to where it stands when it begins.</summary>
/// <param name="log">The log.</param>
/// <param name="checkpoint">Where it stands.</param>
internal sealed class HistoryExporter(ICommitLog log, Checkpoint checkpoint)
{
    private ErasureTable? _erasures;

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
            lines.Write(commit, node, node.IsErased ? FindErased(node.Seq) : null, null);
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

    // What is left of a version is told by acts behind it. Most databases have none, so they are looked for when one is needed.
    private ErasedVersion? FindErased(long seq)
    {
        if (_erasures is null)
        {
            _erasures = new();
            foreach (var commit in UpToCheckpoint())
                foreach (var node in commit.Nodes)
                    if (node is { Kind: NodeKind.Erasure, IsErased: false })
                        _erasures.Add(node.Payload.Span, node.Seq);
        }

        return _erasures.Find(seq);
    }

    private IEnumerable<CommitRecord> UpToCheckpoint() => log.Replay().TakeWhile(commit => commit.LastSeq <= checkpoint.Seq);
}
