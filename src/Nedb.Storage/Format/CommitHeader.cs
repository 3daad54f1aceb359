using System.Diagnostics.CodeAnalysis;
using Nedb.Storage.Cbor;
using Nedb.Storage.Log;
using Nedb.Storage.Values;

namespace Nedb.Storage.Format;

/// <summary>
/// The canonical header of a commit: what its head covers besides the previous head and the root. A CBOR array of seven items:
/// <code>[ first seq, number of nodes, timestamp, client or null, nonce or null, idempotency key or null, fingerprint or null ]</code>
/// </summary>
internal readonly record struct CommitHeader
{
    /// <summary>The number of items.</summary>
    public const int Items = 7;

    /// <summary>The seq of the first node.</summary>
    public required long FirstSeq { get; init; }

    /// <summary>The number of nodes.</summary>
    public required int Count { get; init; }

    /// <summary>The time of the commit, in UTC ticks.</summary>
    public required long TimestampTicks { get; init; }

    /// <summary>Who wrote it; null where nobody said.</summary>
    public required string? Client { get; init; }

    /// <summary>The client's counter; null where there is none.</summary>
    public required long? Nonce { get; init; }

    /// <summary>The key under which a repetition is recognised; null where there is none.</summary>
    public required string? IdempotencyKey { get; init; }

    /// <summary>The hash of what was asked for; null where there is no idempotency key.</summary>
    public required Hash256? Fingerprint { get; init; }

    /// <summary>Writes the header of a commit.</summary>
    /// <exception cref="Diagnostics.StorageException">ValueInvalid: a text has a lone surrogate.</exception>
    public static void Write(CommitRecord commit, ByteBuffer target)
    {
        var writer = new CborWriter(target);
        writer.WriteArrayHead(Items);
        writer.WriteInt64(commit.FirstSeq);
        writer.WriteInt64(commit.Nodes.Length);
        writer.WriteInt64(commit.TimestampTicks);
        writer.WriteTextOrNull(commit.Client);
        writer.WriteInt64OrNull(commit.Nonce);
        writer.WriteTextOrNull(commit.IdempotencyKey);
        if (commit.Fingerprint is { } fingerprint)
            writer.WriteBytes(fingerprint.ToByteArray());
        else
            writer.WriteNull();
    }

    /// <summary>Reads a header; whatever the bytes are, it does not throw.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out CommitHeader header, [NotNullWhen(false)] out string? fault)
    {
        try
        {
            header = Read(bytes);
            fault = null;
            return true;
        }
        catch (CborException error)
        {
            header = default;
            fault = error.Message;
            return false;
        }
    }

    private static CommitHeader Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new CborReader(bytes);
        reader.ReadArrayHead(Items);
        var firstSeq = reader.ReadInt64();
        var count = reader.ReadInt64();
        if (firstSeq < 1 || count is < 1 or > int.MaxValue)
            throw CborReader.Fail($"Expected a first seq and a number of nodes above 0; found {firstSeq} and {count}", 0);
        var timestamp = reader.ReadInt64();
        var client = reader.ReadTextOrNull();
        var nonce = reader.ReadInt64OrNull();
        var key = reader.ReadTextOrNull();
        Hash256? fingerprint = null;
        if (!reader.TryReadNull())
        {
            var at = reader.Position;
            var print = reader.ReadBytes();
            if (print.Length != Hash256.SizeBytes)
                throw CborReader.Fail($"Expected a fingerprint of {Hash256.SizeBytes} bytes; found {print.Length}", at);
            fingerprint = new Hash256(print);
        }

        reader.ExpectEnd();
        return new CommitHeader
        {
            FirstSeq = firstSeq,
            Count = (int)count,
            TimestampTicks = timestamp,
            Client = client,
            Nonce = nonce,
            IdempotencyKey = key,
            Fingerprint = fingerprint,
        };
    }
}
