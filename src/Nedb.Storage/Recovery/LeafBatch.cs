using System.Runtime.InteropServices;
using Nedb.Storage.Proofs;
using Nedb.Storage.Values;

namespace Nedb.Storage.Recovery;

/// <summary>Copies of nodes whose leaves are to be computed, in the order of the log.</summary>
internal sealed class LeafBatch
{
    private readonly ByteBuffer _bytes = new();
    private readonly List<(string Path, long Position, long Seq, Hash256 Leaf)> _nodes = [];
    private readonly List<StoredNodePlace> _places = [];
    private Hash256[] _leaves = [];

    /// <summary>The bytes of the copies.</summary>
    public int Bytes => _bytes.Length;

    public void Add(
        string path, long position, long seq, ReadOnlySpan<byte> header, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> payload, Hash256 leaf)
    {
        var start = _bytes.Length;
        _bytes.Append(header);
        _bytes.Append(salt);
        _bytes.Append(payload);
        _places.Add(new(
            start, header.Length, start + header.Length, salt.Length, start + header.Length + salt.Length, payload.Length));
        _nodes.Add((path, position, seq, leaf));
    }

    /// <summary>Computes the leaves; the first that is not as it is stated, or null.</summary>
    public LeafFault? Check()
    {
        if (_leaves.Length < _nodes.Count)
            _leaves = new Hash256[_nodes.Count];
        LeafHasher.Own.Hash(_bytes.Written, CollectionsMarshal.AsSpan(_places), _leaves);
        for (var i = 0; i < _nodes.Count; i++)
            if (_leaves[i] != _nodes[i].Leaf)
                return new(_nodes[i].Path, _nodes[i].Position, _nodes[i].Seq);
        return null;
    }

    /// <summary>Empties the batch, to be filled again.</summary>
    public void Clear()
    {
        _bytes.Clear();
        _nodes.Clear();
        _places.Clear();
    }
}
