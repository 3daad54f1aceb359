using Nedb.Storage.Cbor;
using Nedb.Storage.Format;
using Nedb.Storage.Proofs;
using Nedb.Storage.Values;

namespace Nedb.Storage.Erasures;

/// <summary>
/// Takes salts and payloads of given nodes out of frames: a byte string of no bytes stands for the salt, and the commitment for the
/// payload. Headers, leaves and heads stay, so every hash and every proof does.
/// </summary>
/// <param name="seqs">The seqs of the nodes, ascending.</param>
internal sealed class FrameEraser(long[] seqs)
{
    /// <summary>Whether any of the nodes lies in a stretch of seqs.</summary>
    public bool Concerns(long firstSeq, long lastSeq)
    {
        var at = Array.BinarySearch(seqs, firstSeq);
        if (at < 0)
            at = ~at;
        return at < seqs.Length && seqs[at] <= lastSeq;
    }

    /// <summary>Whether the content of a frame holds what is to be erased.</summary>
    public bool IsToErase(long firstSeq, int count, ReadOnlySpan<byte> bytes)
    {
        if (!Concerns(firstSeq, firstSeq + count - 1))
            return false;
        var content = new FrameContent(bytes);
        if (!content.TryReadStart(out _, out _))
            return false;
        for (var seq = firstSeq; seq < firstSeq + count; seq++)
            if (!content.TryReadNode(out _, out var salt, out _, out _))
                return false;
            else if (!salt.IsEmpty && Array.BinarySearch(seqs, seq) >= 0)
                return true;
        return false;
    }

    /// <summary>Appends the content of a frame without what is to be erased.</summary>
    /// <returns>Whether the content could be read; if not, nothing is to be made of what was appended.</returns>
    public bool TryWrite(long firstSeq, int count, ReadOnlySpan<byte> bytes, ByteBuffer target)
    {
        var content = new FrameContent(bytes);
        if (!content.TryReadStart(out _, out _))
            return false;
        target.Append(bytes[..content.Position]);
        var writer = new CborWriter(target);
        for (var seq = firstSeq; seq < firstSeq + count; seq++)
        {
            var start = content.Position;
            if (!content.TryReadNode(out var header, out var salt, out var payload, out var leaf))
                return false;
            if (salt.IsEmpty || Array.BinarySearch(seqs, seq) < 0)
            {
                target.Append(bytes[start..content.Position]);
                continue;
            }

            writer.WriteBytes(header);
            writer.WriteBytes([]);
            WriteHash(writer, HashDomain.HashPayload(salt, payload));
            WriteHash(writer, leaf);
        }

        target.Append(bytes[content.Position..]);
        return true;
    }

    private static void WriteHash(CborWriter writer, Hash256 hash)
    {
        Span<byte> bytes = stackalloc byte[Hash256.SizeBytes];
        hash.CopyTo(bytes);
        writer.WriteBytes(bytes);
    }
}
