using System.Buffers.Binary;
using Nedb.Storage.Transactions;
using Nedb.Storage.Values;

namespace Nedb.Storage.Layers;

/// <summary>The outcome of a commit with an idempotency key: fingerprint (32), first seq, last seq, ticks (8 each), head (32).</summary>
internal static class OutcomeCodec
{
    private const int FirstSeqOffset = 32;
    private const int LastSeqOffset = 40;
    private const int TicksOffset = 48;
    private const int HeadOffset = 56;
    private const int SizeBytes = 88;

    public static void Write(KeyedOutcome outcome, ByteBuffer target)
    {
        var bytes = target.Reserve(SizeBytes);
        outcome.Fingerprint.CopyTo(bytes);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[FirstSeqOffset..], outcome.FirstSeq);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[LastSeqOffset..], outcome.LastSeq);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[TicksOffset..], outcome.CommittedTicks);
        outcome.Head.CopyTo(bytes[HeadOffset..]);
    }

    public static KeyedOutcome Read(ReadOnlySpan<byte> bytes) => new(
        new(bytes[..Hash256.SizeBytes]),
        BinaryPrimitives.ReadInt64LittleEndian(bytes[FirstSeqOffset..]),
        BinaryPrimitives.ReadInt64LittleEndian(bytes[LastSeqOffset..]),
        BinaryPrimitives.ReadInt64LittleEndian(bytes[TicksOffset..]),
        new(bytes.Slice(HeadOffset, Hash256.SizeBytes)));
}
