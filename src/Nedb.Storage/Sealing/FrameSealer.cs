using System.Buffers.Binary;
using Nedb.Storage.Format;

namespace Nedb.Storage.Sealing;

/// <summary>
/// Seals the frames that one writer appends to one segment: numbered from 1 under a salt of its own. The content is bound to its file and
/// place, and to what its header says of it. For one thread.
/// </summary>
internal sealed class FrameSealer(Sealer sealer) : IDisposable
{
    private const int BoundBytes = 32;

    private long _last;

    /// <summary>The mark of the next frame; each is given once, whatever becomes of the frame.</summary>
    public SealMark Next() => new(sealer.Salt, ++_last);

    /// <summary>Seals the content of a frame where it is.</summary>
    /// <param name="content">The content, and room for the tag behind it.</param>
    /// <param name="header">The header, as it will be written, with a mark of this writer.</param>
    /// <param name="position">Where the frame begins.</param>
    public void Seal(Span<byte> content, in FrameHeader header, long position) =>
        sealer.Seal(header.Seal.Number, content[..^Sealer.TagBytes], content, Bind(header, position, stackalloc byte[BoundBytes]));

    /// <summary>Opens the content of a frame.</summary>
    /// <returns>Whether it is what was sealed there.</returns>
    public static bool TryOpen(Sealer sealer, ReadOnlySpan<byte> content, Span<byte> target, in FrameHeader header, long position) =>
        sealer.TryOpen(header.Seal.Number, content, target, Bind(header, position, stackalloc byte[BoundBytes]));

    /// <inheritdoc/>
    public void Dispose() => sealer.Dispose();

    private static Span<byte> Bind(in FrameHeader header, long position, Span<byte> bound)
    {
        BinaryPrimitives.WriteInt64LittleEndian(bound, position);
        BinaryPrimitives.WriteInt32LittleEndian(bound[8..], header.ContentLength);
        BinaryPrimitives.WriteInt32LittleEndian(bound[12..], header.Count);
        BinaryPrimitives.WriteInt64LittleEndian(bound[16..], header.FirstSeq);
        BinaryPrimitives.WriteInt64LittleEndian(bound[24..], header.DurableSeq);
        return bound;
    }
}
