using Nedb.Storage.Proofs;
using Nedb.Storage.Values;

namespace Nedb.Storage.Log;

/// <summary>
/// Follows the chain of heads and the tree over checked frames, in order. A bad place is reported once: what follows it is checked on its
/// own, as far as that goes.
/// </summary>
internal sealed class ChainCheck(Guid databaseId, Checkpoint? expected, List<DamagedPlace> damage)
{
    private const int TrimEveryLeaves = 64 * 1024;

    private readonly MerkleTree _tree = new();
    private Hash256? _head = HashDomain.HashGenesis(databaseId);
    private long _trimmed;
    private long _timestamp;
    private readonly List<(long Seq, string Path, long Position)> _erased = [];
    private readonly HashSet<long> _named = [];
    private bool _isTreeLost;
    private bool _isTreeInDoubt;
    private bool _isCheckpointSeen = expected is null;

    /// <summary>The seq of the last node followed.</summary>
    public long Seq { get; private set; }

    /// <summary>The head; default where it is not known.</summary>
    public Hash256 Head => _head ?? default;

    /// <summary>The root; default where it is not known.</summary>
    public Hash256 Root => _isTreeLost ? default : _tree.Root(_tree.Size);

    /// <summary>Checks that a segment continues the log.</summary>
    public void BeginSegment(string path, Guid id, long firstSeq, Hash256 previousHead)
    {
        if (id != databaseId)
            damage.Add(new DamagedPlace(path, 0, firstSeq, null, $"The segment is of database {id}; this is {databaseId}."));
        if (firstSeq != Seq + 1)
            damage.Add(new DamagedPlace(path, 0, Seq + 1, null, $"The segment begins with seq {firstSeq}; expected {Seq + 1}."));
        if (_head is { } head && previousHead != head)
            damage.Add(new DamagedPlace(
                path, 0, firstSeq, null, $"The segment continues the head {previousHead}; the log before it ends with {head}."));
        if (expected is { Seq: 0 } && !_isCheckpointSeen)
            CompareCheckpoint(path, 0);
    }

    /// <summary>Takes note that frames are missing or cannot be read: neither head nor tree is known from here on.</summary>
    public void Lose()
    {
        _head = null;
        _isTreeLost = true;
    }

    /// <summary>Checks the next frame.</summary>
    public void Follow(string path, CheckedFrame frame)
    {
        damage.AddRange(frame.Damage);
        foreach (var seq in frame.ErasedSeqs)
            _erased.Add((seq, path, frame.Position));
        _named.UnionWith(frame.NamedSeqs);
        if (frame.Frame.FirstSeq != Seq + 1)
        {
            damage.Add(new DamagedPlace(
                path, frame.Position, Seq + 1, null, $"The frame begins with seq {frame.Frame.FirstSeq}; expected {Seq + 1}."));
            Lose();
        }

        Seq = frame.Frame.LastSeq;
        if (!frame.IsRead)
        {
            Lose();
            return;
        }

        if (_head is { } head && frame.PreviousHead != head)
            damage.Add(new DamagedPlace(
                path, frame.Position, frame.Frame.FirstSeq, null, $"The commit continues the head {frame.PreviousHead}; expected {head}."));
        if (frame.Damage.Count == 0 && frame.TimestampTicks <= _timestamp)
        {
            damage.Add(new DamagedPlace(
                path,
                frame.Position,
                frame.Frame.FirstSeq,
                null,
                $"The commit is at {frame.TimestampTicks} ticks, not after {_timestamp}."));
        }

        _timestamp = Math.Max(_timestamp, frame.TimestampTicks);
        if (!_isTreeLost)
        {
            FollowTree(path, frame);
            TrimTree();
        }

        _head = frame.Head;
        if (expected is not null && Seq == expected.Seq)
            CompareCheckpoint(path, frame.Position);
    }

    /// <summary>Checks that the end is where it should be.</summary>
    public void End(LogState end, string path, long position, Func<long[]>? findLaterErasures = null)
    {
        if (Seq != end.Seq)
            damage.Add(new DamagedPlace(path, position, Seq + 1, null, $"The log ends at seq {Seq}; expected {end.Seq}."));
        else if (_head is { } head && (head != end.Head || (!_isTreeLost && Root != end.Root)))
            damage.Add(new DamagedPlace(
                path, position, Seq, null, $"The log ends with head {head} and root {Root}; expected {end.Head} and {end.Root}."));
        Finish(path, position, findLaterErasures);
    }

    /// <summary>How many nodes have no content any more.</summary>
    public long Erased => _erased.Count;

    /// <summary>
    /// Checks that the checkpoint was met on the way, and that whatever was erased was erased by an act that the log has: a hash stays
    /// right also where somebody else took the content away.
    /// </summary>
    /// <param name="path">Where the log ends: the file.</param>
    /// <param name="position">The place in it.</param>
    /// <param name="findLaterErasures">Tells what acts behind that erased; null where there is nothing behind it.</param>
    public void Finish(string path, long position, Func<long[]>? findLaterErasures = null)
    {
        if (findLaterErasures is not null && _erased.Exists(erased => !_named.Contains(erased.Seq)))
            _named.UnionWith(findLaterErasures());
        foreach (var (seq, place, at) in _erased)
            if (!_named.Contains(seq))
                damage.Add(new DamagedPlace(
                    place, at, seq, null, "The content of the node is gone, and no erasure in the log names it."));
        if (expected is null || _isCheckpointSeen)
            return;
        damage.Add(new DamagedPlace(path, position, Math.Min(Seq, expected.Seq), null, expected.Seq > Seq
            ? $"The checkpoint is at seq {expected.Seq}; the log ends at {Seq}. What came after is gone."
            : $"The checkpoint is at seq {expected.Seq}, where no commit of this log ends. It is of another history."));
    }

    /// <summary>Roots are asked for at the end only, and for that a hash of each size is enough.</summary>
    private void TrimTree()
    {
        if (_tree.Size - _trimmed < TrimEveryLeaves)
            return;
        _tree.Trim(_tree.Size, null);
        _trimmed = _tree.Size;
    }

    private void FollowTree(string path, CheckedFrame frame)
    {
        var size = _tree.Size;
        if (IsHead(frame, frame.Leaves))
        {
            _isTreeInDoubt = false;
            return;
        }

        // The leaves as stated may be right where a node is not: then the tree stays known, and only that node is reported.
        _tree.Truncate(size);
        if (frame.Damage.Count > 0 && IsHead(frame, frame.StatedLeaves))
        {
            _isTreeInDoubt = false;
            return;
        }

        // A wrong tree shows in this head and in every later one; a wrong commit header only in this one. The first is reported, the rest
        // would be noise.
        if (_isTreeInDoubt)
            _isTreeLost = true;
        else if (frame.Damage.Count == 0)
        {
            damage.Add(new DamagedPlace(
                path,
                frame.Position,
                frame.Frame.FirstSeq,
                null,
                $"The head {frame.Head} of the commit does not follow from its nodes, its header and the log before it."));
        }

        _isTreeInDoubt = true;
    }

    private bool IsHead(CheckedFrame frame, Hash256[] leaves)
    {
        _tree.Append(leaves);
        return HashDomain.HashHead(frame.PreviousHead, frame.CommitHeaderBytes, _tree.Root(_tree.Size)) == frame.Head;
    }

    private void CompareCheckpoint(string path, long position)
    {
        _isCheckpointSeen = true;
        if (expected!.DatabaseId != databaseId)
            damage.Add(
                new DamagedPlace(path, position, Seq, null, $"The checkpoint is of database {expected.DatabaseId}; this is {databaseId}."));
        if (_head is { } head && head != expected.Head)
        {
            damage.Add(new DamagedPlace(
                path,
                position,
                Seq,
                null,
                $"The head at seq {Seq} is {head}; the checkpoint says {expected.Head}. History was rewritten."));
        }

        if (!_isTreeLost && Root != expected.Root)
        {
            damage.Add(new DamagedPlace(
                path,
                position,
                Seq,
                null,
                $"The root at seq {Seq} is {Root}; the checkpoint says {expected.Root}. History was rewritten."));
        }
    }
}
