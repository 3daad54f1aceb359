using Nedb.Storage.Proofs;
using Nedb.Storage.Values;

namespace Nedb.Storage.Recovery;

/// <summary>Copies of nodes whose leaves are to be computed, in the order of the log.</summary>
internal sealed class LeafBatch
{
    private readonly ByteBuffer _bytes = new();
    private readonly List<(string Path, long Position, long Seq, int Header, int Salt, int Payload, Hash256 Leaf)> _nodes = [];

    /// <summary>The bytes of the copies.</summary>
    public int Bytes => _bytes.Length;

    public void Add(
        string path, long position, long seq, ReadOnlySpan<byte> header, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> payload, Hash256 leaf)
    {
        _bytes.Append(header);
        _bytes.Append(salt);
        _bytes.Append(payload);
        _nodes.Add((path, position, seq, header.Length, salt.Length, payload.Length, leaf));
    }

    /// <summary>Computes the leaves; the first that is not as it is stated, or null.</summary>
    public LeafFault? Check()
    {
        var at = 0;
        foreach (var node in _nodes)
        {
            var header = _bytes.Written.Slice(at, node.Header);
            var salt = _bytes.Written.Slice(at += node.Header, node.Salt);
            var payload = _bytes.Written.Slice(at += node.Salt, node.Payload);
            at += node.Payload;
            if (HashDomain.HashStoredLeaf(header, salt, payload) != node.Leaf)
                return new(node.Path, node.Position, node.Seq);
        }

        return null;
    }

    /// <summary>Empties the batch, to be filled again.</summary>
    public void Clear()
    {
        _bytes.Clear();
        _nodes.Clear();
    }
}
