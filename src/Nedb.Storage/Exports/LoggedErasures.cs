using Nedb.Storage.Erasures;
using Nedb.Storage.Log;
using Nedb.Storage.Views;

namespace Nedb.Storage.Exports;

/// <summary>
/// What is left of erased versions, which acts behind them tell. Most databases have none, so they are looked for when one is needed.
/// </summary>
/// <param name="log">The log.</param>
/// <param name="seq">Up to where it is read.</param>
internal sealed class LoggedErasures(ICommitLog log, long seq)
{
    private ErasureTable? _table;

    /// <summary>What is left of a version; null where no act names it.</summary>
    public ErasedVersion? Find(long version)
    {
        if (_table is null)
        {
            _table = new();
            foreach (var commit in log.Replay().TakeWhile(commit => commit.LastSeq <= seq))
                foreach (var node in commit.Nodes)
                    if (node is { Kind: NodeKind.Erasure, IsErased: false })
                        _table.Add(node.Payload.Span, node.Seq);
        }

        return _table.Find(version);
    }
}
