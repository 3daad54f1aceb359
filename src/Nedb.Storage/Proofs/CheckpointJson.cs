using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Nedb.Storage.Proofs;

/// <summary>
/// Checkpoints as JSON, to be kept elsewhere: an object with <c>format</c>, <c>databaseId</c>, <c>seq</c>, <c>head</c> and <c>root</c>,
/// and,
/// where it is signed, <c>signatures</c>: objects with <c>algorithm</c> (<c>ed25519</c>), <c>publicKey</c> and <c>signature</c>.
/// </summary>
public static class CheckpointJson
{
    /// <summary>The value of <c>format</c>, and the first line of what is signed.</summary>
    public const string Format = "nedb-checkpoint-1";

    private const string Algorithm = "ed25519";

    /// <summary>Writes a checkpoint without signatures.</summary>
    public static string Write(Checkpoint checkpoint) => Write(new SignedCheckpoint(checkpoint, []));

    /// <summary>Writes a checkpoint with its signatures.</summary>
    public static string Write(SignedCheckpoint signed)
    {
        ArgumentNullException.ThrowIfNull(signed);
        ArgumentNullException.ThrowIfNull(signed.Checkpoint);
        return ProofJson.Write(Format, signed.Checkpoint.DatabaseId, writer =>
        {
            writer.WriteNumber("seq", signed.Checkpoint.Seq);
            writer.WriteString("head", signed.Checkpoint.Head.ToString());
            writer.WriteString("root", signed.Checkpoint.Root.ToString());
            if (signed.Signatures.IsDefaultOrEmpty)
                return;
            writer.WriteStartArray("signatures");
            foreach (var signature in signed.Signatures)
            {
                writer.WriteStartObject();
                writer.WriteString("algorithm", Algorithm);
                ProofJson.WriteHex(writer, "publicKey", signature.PublicKey.Span);
                ProofJson.WriteHex(writer, "signature", signature.Signature.Span);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });
    }

    /// <summary>Reads a checkpoint. Its signatures are not yet checked: <see cref="CheckpointVerifier"/> does that.</summary>
    /// <param name="json">The text, from whomever; whatever it is, nothing is thrown.</param>
    /// <param name="signed">The checkpoint, where the text is one.</param>
    /// <param name="reason">What was expected, where it is none.</param>
    public static bool TryRead(string? json, [NotNullWhen(true)] out SignedCheckpoint? signed, [NotNullWhen(false)] out string? reason) =>
        ProofJson.TryRead(json, Format, Read, out signed, out reason);

    private static SignedCheckpoint Read(JsonElement root)
    {
        var signatures = ImmutableArray.CreateBuilder<CheckpointSignature>();
        if (root.TryGetProperty("signatures", out var list))
            foreach (var item in list.EnumerateArray())
                signatures.Add(item.GetProperty("algorithm").GetString() == Algorithm
                    ? new(ProofJson.ReadHex(item, "publicKey"), ProofJson.ReadHex(item, "signature"))
                    : throw new FormatException($"Expected the algorithm {Algorithm}."));
        return new(
            new(
                ProofJson.ReadDatabaseId(root),
                root.GetProperty("seq").GetInt64(),
                ProofJson.ReadHash(root, "head"),
                ProofJson.ReadHash(root, "root")),
            signatures.ToImmutable());
    }
}
