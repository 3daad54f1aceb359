using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Nedb.Storage.Proofs;

/// <summary>
/// Proofs of parts of files as JSON: an object with <c>format</c>, <c>databaseId</c>, <c>version</c> (an inclusion proof) and
/// <c>chunks</c>: objects with <c>index</c>, <c>offset</c>, <c>content</c> in base64 and <c>path</c>.
/// </summary>
public static class FileProofJson
{
    /// <summary>The value of <c>format</c>.</summary>
    public const string Format = "nedb-file-proof-1";

    /// <summary>Writes a proof.</summary>
    public static string Write(FileProof proof)
    {
        ArgumentNullException.ThrowIfNull(proof);
        return ProofJson.Write(Format, proof.Version.DatabaseId, writer =>
        {
            writer.WritePropertyName("version");
            writer.WriteRawValue(InclusionProofJson.Write(proof.Version));
            writer.WriteStartArray("chunks");
            foreach (var chunk in proof.Chunks)
            {
                writer.WriteStartObject();
                writer.WriteNumber("index", chunk.Index);
                writer.WriteNumber("offset", chunk.Offset);
                writer.WriteBase64String("content", chunk.Content.Span);
                ProofJson.WritePath(writer, chunk.Path);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });
    }

    /// <summary>Reads a proof. What it reads is not yet checked: <see cref="FileVerifier"/> does that.</summary>
    /// <param name="json">The text, from whomever; whatever it is, nothing is thrown.</param>
    /// <param name="proof">The proof, where the text is one.</param>
    /// <param name="reason">What was expected, where it is none.</param>
    public static bool TryRead(string? json, [NotNullWhen(true)] out FileProof? proof, [NotNullWhen(false)] out string? reason) =>
        ProofJson.TryRead(json, Format, Read, out proof, out reason);

    private static FileProof Read(JsonElement root)
    {
        if (!InclusionProofJson.TryRead(root.GetProperty("version").GetRawText(), out var version, out var reason))
            throw new FormatException(reason);
        var chunks = ImmutableArray.CreateBuilder<FileChunkProof>();
        foreach (var item in root.GetProperty("chunks").EnumerateArray())
            chunks.Add(new(
                item.GetProperty("index").GetInt64(),
                item.GetProperty("offset").GetInt64(),
                item.GetProperty("content").GetBytesFromBase64(),
                ProofJson.ReadPath(item)));
        return new(version, chunks.ToImmutable());
    }
}
