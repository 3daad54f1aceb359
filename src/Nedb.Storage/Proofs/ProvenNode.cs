using Nedb.Storage.Cbor;
using Nedb.Storage.Format;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Proofs;

/// <summary>What a proof that holds says, read from the bytes that were hashed.</summary>
/// <param name="Seq">The seq of the node.</param>
/// <param name="CommittedAt">The time of its commit in UTC.</param>
/// <param name="FirstSeq">The seq of the first node of its commit.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Collection">The collection, by its name at the time of writing.</param>
/// <param name="Key">The key in its ordered encoding.</param>
/// <param name="PreviousSeq">The seq of the key's version before; 0 where there was none.</param>
/// <param name="Provenance">Why it was written.</param>
/// <param name="Period">Its valid time.</param>
/// <param name="Client">Who wrote it; null where nobody said.</param>
/// <param name="Content">The fields of a document by their names, or the ends of a link; null where the content is withheld, and for
/// other kinds.</param>
public sealed record ProvenNode(
    long Seq,
    DateTime CommittedAt,
    long FirstSeq,
    NodeKind Kind,
    string Collection,
    ReadOnlyMemory<byte> Key,
    long PreviousSeq,
    Provenance Provenance,
    Period Period,
    string? Client,
    NedbObject? Content)
{
    /// <summary>Reads a node; whatever the bytes are, it does not throw.</summary>
    internal static bool TryRead(in NodeHeader header, InclusionProof proof, out ProvenNode? node, out string fault)
    {
        node = null;
        fault = "";
        if (header.TimestampTicks < 0 || header.TimestampTicks > DateTime.MaxValue.Ticks)
        {
            fault = $"The timestamp {header.TimestampTicks} is no time.";
            return false;
        }

        NedbObject? content = null;
        if (proof.Commitment is null && header.Kind is NodeKind.Put or NodeKind.Link && !TryReadContent(proof.Payload.Span, out content))
        {
            fault = "The payload is not the content of a document.";
            return false;
        }

        node = new(
            header.Seq, new(header.TimestampTicks, DateTimeKind.Utc), header.FirstSeq, header.Kind, header.Collection, header.Key,
            header.PreviousSeq, header.Provenance, header.Period, header.Client, content);
        return true;
    }

    private static bool TryReadContent(ReadOnlySpan<byte> payload, out NedbObject? content)
    {
        content = null;
        try
        {
            var reader = new CborReader(payload);
            var value = reader.ReadValue();
            reader.ExpectEnd();
            if (value.Kind != ValueKind.Object)
                return false;
            // The empty name carries what the log must know of new fields, and is not part of the document.
            content = new(value.AsObject().Where(member => member.Key.Length > 0));
            return true;
        }
        catch (CborException)
        {
            return false;
        }
    }
}
