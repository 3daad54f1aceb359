using System.Diagnostics.CodeAnalysis;
using Nedb.Storage.Cbor;
using Nedb.Storage.Values;

namespace Nedb.Storage.Format;

/// <summary>Walks the content of a frame item by item; spans point into the content. Whatever the bytes are, it does not throw.</summary>
internal ref struct FrameContent(ReadOnlySpan<byte> content)
{
    private CborReader _reader = new(content);

    /// <summary>What was expected where reading failed; null while it did not.</summary>
    public string? Fault { get; private set; }

    /// <summary>The number of bytes consumed.</summary>
    public readonly int Position => _reader.Position;

    /// <summary>Whether all bytes are consumed.</summary>
    public readonly bool IsAtEnd => _reader.IsAtEnd;

    /// <summary>Reads the previous head and the commit header.</summary>
    [MemberNotNullWhen(false, nameof(Fault))]
    public bool TryReadStart(out Hash256 previousHead, out ReadOnlySpan<byte> commitHeader)
    {
        commitHeader = default;
        return TryReadHash(out previousHead) && TryReadItem(out commitHeader);
    }

    /// <summary>
    /// Reads the next node. Where its content was erased, the salt has no bytes, and the commitment stands in the place of the payload.
    /// </summary>
    [MemberNotNullWhen(false, nameof(Fault))]
    public bool TryReadNode(out ReadOnlySpan<byte> header, out ReadOnlySpan<byte> salt, out ReadOnlySpan<byte> payload, out Hash256 leaf)
    {
        payload = default;
        leaf = default;
        salt = default;
        if (!TryReadItem(out header) || !TryReadItem(out salt))
            return false;
        if (salt.Length == NodeHeader.SaltBytes)
            return TryReadItem(out payload) && TryReadHash(out leaf);
        if (salt.IsEmpty)
            return TryReadCommitment(out payload) && TryReadHash(out leaf);
        Fault = $"Expected a salt of {NodeHeader.SaltBytes} bytes; found {salt.Length} (at byte {Position})";
        return false;
    }

    [MemberNotNullWhen(false, nameof(Fault))]
    private bool TryReadCommitment(out ReadOnlySpan<byte> commitment)
    {
        if (!TryReadItem(out commitment))
            return false;
        if (commitment.Length == Hash256.SizeBytes)
            return true;
        Fault = $"Expected the commitment of an erased node, {Hash256.SizeBytes} bytes; found {commitment.Length} (at byte {Position})";
        return false;
    }

    /// <summary>Reads a hash: that of a node, or the head at the end.</summary>
    [MemberNotNullWhen(false, nameof(Fault))]
    public bool TryReadHash(out Hash256 hash)
    {
        hash = default;
        if (!TryReadItem(out var bytes))
            return false;
        if (bytes.Length != Hash256.SizeBytes)
        {
            Fault = $"Expected a hash of {Hash256.SizeBytes} bytes; found {bytes.Length} (at byte {Position})";
            return false;
        }

        hash = new Hash256(bytes);
        return true;
    }

    [MemberNotNullWhen(false, nameof(Fault))]
    private bool TryReadItem(out ReadOnlySpan<byte> item)
    {
        try
        {
            item = _reader.ReadBytes();
            return true;
        }
        catch (CborException error)
        {
            item = default;
            Fault = error.Message;
            return false;
        }
    }
}
