using System.Diagnostics.CodeAnalysis;
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
    /// <exception cref="ArgumentException">A text has a lone surrogate.</exception>
    public static void Write(CommitRecord commit, FrameBuffer target)
    {
        var writer = new CanonicalWriter(target);
        writer.Array(Items);
        writer.Integer(commit.FirstSeq);
        writer.Integer(commit.Nodes.Length);
        writer.Integer(commit.TimestampTicks);
        writer.Text(commit.Client);
        writer.Integer(commit.Nonce);
        writer.Text(commit.IdempotencyKey);
        if (commit.Fingerprint is { } fingerprint)
            writer.Bytes(fingerprint.ToByteArray());
        else
            writer.Null();
    }

    /// <summary>Reads a header; whatever the bytes are, it does not throw.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out CommitHeader header, [NotNullWhen(false)] out string? fault)
    {
        header = default;
        var reader = new CanonicalReader(bytes);
        if (reader.Array(Items) && reader.Integer(out long firstSeq) && reader.Integer(out long count) && reader.Integer(out long timestamp)
            && reader.Text(out var client) && reader.Integer(out long? nonce) && reader.Text(out var key) && reader.BytesOrNull(out var print, out var isNull))
        {
            fault = !reader.IsAtEnd ? $"expected the end of the header at byte {reader.Position} of {bytes.Length}"
                : firstSeq < 1 || count is < 1 or > int.MaxValue ? $"expected a first seq and a number of nodes above 0; found {firstSeq} and {count}"
                : !isNull && print.Length != Hash256.SizeBytes ? $"expected a fingerprint of {Hash256.SizeBytes} bytes; found {print.Length}"
                : null;
            if (fault is not null)
                return false;
            header = new CommitHeader
            {
                FirstSeq = firstSeq,
                Count = (int)count,
                TimestampTicks = timestamp,
                Client = client,
                Nonce = nonce,
                IdempotencyKey = key,
                Fingerprint = isNull ? null : new Hash256(print),
            };
            return true;
        }

        fault = reader.Fault ?? "expected a header";
        return false;
    }
}
