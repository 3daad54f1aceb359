using Nedb.Storage.Values;

namespace Nedb.Storage.Format;

/// <summary>Walks the content of a frame item by item; spans point into the content. Whatever the bytes are, it does not throw.</summary>
internal ref struct FrameContent(ReadOnlySpan<byte> content)
{
    private CanonicalReader _reader = new(content);

    /// <summary>What was expected where reading failed; null while it did not.</summary>
    public readonly string? Fault => _reader.Fault ?? _sizeFault;

    /// <summary>The number of bytes consumed.</summary>
    public readonly int Position => _reader.Position;

    /// <summary>Whether all bytes are consumed.</summary>
    public readonly bool IsAtEnd => _reader.IsAtEnd;

    private string? _sizeFault;

    /// <summary>Reads the previous head and the commit header.</summary>
    public bool TryReadStart(out Hash256 previousHead, out ReadOnlySpan<byte> commitHeader)
    {
        commitHeader = default;
        return TryReadHash(out previousHead) && _reader.Bytes(out commitHeader);
    }

    /// <summary>Reads the next node.</summary>
    public bool TryReadNode(out ReadOnlySpan<byte> header, out ReadOnlySpan<byte> salt, out ReadOnlySpan<byte> payload, out Hash256 leaf)
    {
        salt = payload = default;
        leaf = default;
        return _reader.Bytes(out header) && _reader.Bytes(out salt) && Require(salt.Length == NodeHeader.SaltBytes, "a salt of 16 bytes")
            && _reader.Bytes(out payload) && TryReadHash(out leaf);
    }

    /// <summary>Reads a hash: that of a node, or the head at the end.</summary>
    public bool TryReadHash(out Hash256 hash)
    {
        hash = default;
        if (!_reader.Bytes(out var bytes) || !Require(bytes.Length == Hash256.SizeBytes, "a hash of 32 bytes"))
            return false;
        hash = new Hash256(bytes);
        return true;
    }

    private bool Require(bool holds, string expected)
    {
        if (!holds)
            _sizeFault ??= $"expected {expected} before byte {_reader.Position}";
        return holds;
    }
}
