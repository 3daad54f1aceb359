using Nedb.Storage.Values;

namespace Nedb.Storage.Views;

/// <summary>
/// Finds seqs by hashes, of what came since the layers below were closed. Nothing is looked up in it but when somebody asks, so the hashes
/// are put in order only then. Added to by the one thread that publishes; asked by any thread.
/// </summary>
internal sealed class HashTable
{
    private readonly Lock _gate = new();
    private readonly List<(Hash256 Hash, long Seq)> _added = [];
    private readonly Dictionary<Hash256, long> _found = [];

    /// <summary>What was added, in the order of its seqs.</summary>
    public (Hash256 Hash, long Seq)[] ToArray()
    {
        lock (_gate)
            return [.. _added];
    }

    /// <summary>Adds the hash of the next seq.</summary>
    public void Add(Hash256 hash, long seq)
    {
        lock (_gate)
            _added.Add((hash, seq));
    }

    /// <summary>The seq of a hash; 0 where there is none.</summary>
    public long Find(Hash256 hash)
    {
        lock (_gate)
        {
            for (var i = _found.Count; i < _added.Count; i++)
                _found.Add(_added[i].Hash, _added[i].Seq);
            return _found.GetValueOrDefault(hash);
        }
    }
}
