using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Nedb.Storage.Values;

namespace Nedb.Storage.Proofs;

/// <summary>
/// Inclusion proofs as JSON, to be handed out: an object with <c>format</c>, <c>databaseId</c>, <c>seq</c>, <c>treeSize</c>, and in
/// lowercase hexadecimal <c>root</c>, <c>header</c>, <c>salt</c>, <c>payload</c> and the array <c>path</c>.
/// </summary>
public static class InclusionProofJson
{
    /// <summary>The value of <c>format</c>.</summary>
    public const string Format = "nedb-inclusion-proof-1";

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 4 };

    /// <summary>Writes a proof.</summary>
    public static string Write(InclusionProof proof)
    {
        ArgumentNullException.ThrowIfNull(proof);
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteString("format", Format);
            writer.WriteString("databaseId", proof.DatabaseId.ToString());
            writer.WriteNumber("seq", proof.Seq);
            writer.WriteNumber("treeSize", proof.TreeSize);
            writer.WriteString("root", proof.Root.ToString());
            writer.WriteString("header", Convert.ToHexStringLower(proof.Header.Span));
            writer.WriteString("salt", Convert.ToHexStringLower(proof.Salt.Span));
            writer.WriteString("payload", Convert.ToHexStringLower(proof.Payload.Span));
            writer.WriteStartArray("path");
            foreach (var hash in proof.Path)
                writer.WriteStringValue(hash.ToString());
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>Reads a proof. What it reads is not yet checked: <see cref="InclusionVerifier"/> does that.</summary>
    /// <param name="json">The text, from whomever; whatever it is, nothing is thrown.</param>
    /// <param name="proof">The proof, where the text is one.</param>
    /// <param name="reason">What was expected, where it is none.</param>
    public static bool TryRead(string? json, [NotNullWhen(true)] out InclusionProof? proof, [NotNullWhen(false)] out string? reason)
    {
        proof = null;
        try
        {
            using var document = JsonDocument.Parse(json ?? "", Strict);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || root.GetProperty("format").GetString() != Format)
            {
                reason = $"Expected an object whose format is {Format}.";
                return false;
            }

            var path = ImmutableArray.CreateBuilder<Hash256>();
            foreach (var hash in root.GetProperty("path").EnumerateArray())
                path.Add(Hash256.Parse(hash.GetString() ?? ""));
            proof = new InclusionProof(
                root.GetProperty("databaseId").GetGuid(),
                root.GetProperty("seq").GetInt64(),
                root.GetProperty("treeSize").GetInt64(),
                Hash256.Parse(root.GetProperty("root").GetString() ?? ""),
                Bytes(root, "header"),
                Bytes(root, "salt"),
                Bytes(root, "payload"),
                path.ToImmutable());
            reason = null;
            return true;
        }
        catch (Exception error) when (error is JsonException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            reason = "Expected an inclusion proof in JSON: " + error.Message;
            return false;
        }
    }

    private static byte[] Bytes(JsonElement root, string name) => Convert.FromHexString(root.GetProperty(name).GetString() ?? "");
}
