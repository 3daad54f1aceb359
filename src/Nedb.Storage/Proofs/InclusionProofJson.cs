using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Nedb.Storage.Values;

namespace Nedb.Storage.Proofs;

/// <summary>
/// Inclusion proofs as JSON, to be handed out: an object with <c>format</c>, <c>databaseId</c>, <c>seq</c>, <c>treeSize</c>, and in
/// lowercase hexadecimal <c>root</c>, <c>header</c>, the content as <c>salt</c> and <c>payload</c> (or, where it is withheld,
/// <c>commitment</c>), and the array <c>path</c>.
/// </summary>
public static class InclusionProofJson
{
    /// <summary>The value of <c>format</c>.</summary>
    public const string Format = "nedb-inclusion-proof-1";

    /// <summary>Writes a proof.</summary>
    public static string Write(InclusionProof proof)
    {
        ArgumentNullException.ThrowIfNull(proof);
        return ProofJson.Write(Format, proof.DatabaseId, writer =>
        {
            writer.WriteNumber("seq", proof.Seq);
            writer.WriteNumber("treeSize", proof.TreeSize);
            writer.WriteString("root", proof.Root.ToString());
            ProofJson.WriteHex(writer, "header", proof.Header.Span);
            if (proof.Commitment is { } commitment)
            {
                writer.WriteString("commitment", commitment.ToString());
            }
            else
            {
                ProofJson.WriteHex(writer, "salt", proof.Salt.Span);
                ProofJson.WriteHex(writer, "payload", proof.Payload.Span);
            }

            ProofJson.WritePath(writer, proof.Path);
        });
    }

    /// <summary>Reads a proof. What it reads is not yet checked: <see cref="InclusionVerifier"/> does that.</summary>
    /// <param name="json">The text, from whomever; whatever it is, nothing is thrown.</param>
    /// <param name="proof">The proof, where the text is one.</param>
    /// <param name="reason">What was expected, where it is none.</param>
    public static bool TryRead(string? json, [NotNullWhen(true)] out InclusionProof? proof, [NotNullWhen(false)] out string? reason) =>
        ProofJson.TryRead(json, Format, Read, out proof, out reason);

    private static InclusionProof Read(JsonElement root)
    {
        Hash256? commitment = root.TryGetProperty("commitment", out _) ? ProofJson.ReadHash(root, "commitment") : null;
        if (commitment is not null && (root.TryGetProperty("salt", out _) || root.TryGetProperty("payload", out _)))
            throw new FormatException("A proof has either salt and payload, or a commitment in their place.");
        return new(
            ProofJson.ReadDatabaseId(root),
            root.GetProperty("seq").GetInt64(),
            root.GetProperty("treeSize").GetInt64(),
            ProofJson.ReadHash(root, "root"),
            ProofJson.ReadHex(root, "header"),
            commitment is null ? ProofJson.ReadHex(root, "salt") : default(ReadOnlyMemory<byte>),
            commitment is null ? ProofJson.ReadHex(root, "payload") : default(ReadOnlyMemory<byte>),
            ProofJson.ReadPath(root))
        {
            Commitment = commitment,
        };
    }
}
