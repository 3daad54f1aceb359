using Nedb.Storage;
using Nedb.Storage.Erasures;
using Nedb.Storage.Log;
using Nedb.Storage.Proofs;
using Nedb.Storage.Values;

namespace Nedb.Testing.Log;

/// <summary>A log whose appends and marks can be held up, whose appends can be made to fail, and which remembers how many commits each of them had.</summary>
internal sealed class GatedLog(ICommitLog log) : ICommitLog
{
    private readonly ManualResetEventSlim _gate = new(true);
    private readonly ManualResetEventSlim _markGate = new(true);
    private readonly List<int> _groups = [];

    public Guid DatabaseId => log.DatabaseId;

    public long Seq => log.Seq;

    public long TimestampTicks => log.TimestampTicks;

    public Hash256 Head => log.Head;

    public Hash256 Root => log.Root;

    public Checkpoint Checkpoint => log.Checkpoint;

    public long TornBytesCut => log.TornBytesCut;

    public ErasureTable Erasures => log.Erasures;

    /// <summary>What the next append throws instead of appending; null for nothing.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Set while an append is held up.</summary>
    public ManualResetEventSlim IsHeld { get; } = new(false);

    /// <summary>Set once somebody who takes a mark was held up.</summary>
    public ManualResetEventSlim IsMarkHeld { get; } = new(false);

    /// <summary>The number of commits of each append so far.</summary>
    public int[] Groups
    {
        get
        {
            lock (_groups)
                return [.. _groups];
        }
    }

    public void Erase(long[] seqs) => log.Erase(seqs);

    public ICommitLog? OpenLater() => log.OpenLater();

    public void Hold() => _gate.Reset();

    public void Release() => _gate.Set();

    /// <summary>Holds up whoever takes a mark, to have views written up to it.</summary>
    public void HoldMarks() => _markGate.Reset();

    public void ReleaseMarks() => _markGate.Set();

    public void Append(IReadOnlyList<CommitRecord> group)
    {
        if (!_gate.IsSet)
        {
            IsHeld.Set();
            _gate.Wait();
            IsHeld.Reset();
        }

        if (Failure is not null)
            throw Failure;
        log.Append(group);
        lock (_groups)
            _groups.Add(group.Count);
    }

    public IEnumerable<CommitRecord> Replay(LogMark? after = null) => log.Replay(after);

    public LogMark? TakeMark()
    {
        if (!_markGate.IsSet)
        {
            IsMarkHeld.Set();
            _markGate.Wait();
        }

        return log.TakeMark();
    }

    public void TrimTree(long size, ITreeHashes written) => log.TrimTree(size, written);

    public void ReplaceTree(MerkleTree tree) => log.ReplaceTree(tree);

    public VerifyReport Verify(Checkpoint? expected, IProgress<VerifyProgress>? progress, CancellationToken cancellationToken) =>
        log.Verify(expected, progress, cancellationToken);

    public InclusionProof Prove(long seq, long? treeSize = null) => log.Prove(seq, treeSize);

    public ConsistencyProof ProveConsistency(long seq, long? laterSeq = null) => log.ProveConsistency(seq, laterSeq);

    public Checkpoint? FindCheckpoint(long seq) => log.FindCheckpoint(seq);

    public Storage.Sealing.Vault? Vault => log.Vault;

    public int PackSegments(CancellationToken cancellationToken) => log.PackSegments(cancellationToken);

    public Checkpoint Backup(
        Storage.Io.IFileSystem target, IProgress<VerifyProgress>? progress, CancellationToken cancellationToken) =>
        log.Backup(target, progress, cancellationToken);

    public void RotateKey(EncryptionKey key) => log.RotateKey(key);

    public void Flush() => log.Flush();

    public void Dispose()
    {
        log.Dispose();
        _gate.Dispose();
        _markGate.Dispose();
        IsHeld.Dispose();
        IsMarkHeld.Dispose();
    }
}
