using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Nedb.Storage.Values;

namespace Nedb.Storage.Proofs;

/// <summary>What the JSON forms of proofs and checkpoints share: an object that names its format, hashes in lowercase
/// hexadecimal.</summary>
internal static class ProofJson
{
    // Nothing that is read here needs more; a longer text is not parsed.
    private const int CharactersMax = 64 * 1024 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 4, AllowDuplicateProperties = false };

    /// <summary>Writes an object that begins with its format and the database.</summary>
    public static string Write(string format, Guid databaseId, Action<Utf8JsonWriter> writeMembers)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteString("format", format);
            writer.WriteString("databaseId", databaseId.ToString());
            writeMembers(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>Reads an object of a format; whatever the text is, nothing is thrown.</summary>
    public static bool TryRead<T>(
        string? json, string format, Func<JsonElement, T> read, [NotNullWhen(true)] out T? value, [NotNullWhen(false)] out string? reason)
        where T : class
    {
        value = null;
        try
        {
            if (json is { Length: > CharactersMax })
                throw new FormatException($"The text has {json.Length} characters, more than any proof.");
            using var document = JsonDocument.Parse(json ?? "", Strict);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || root.GetProperty("format").GetString() != format)
            {
                reason = $"Expected an object whose format is {format}.";
                return false;
            }

            value = read(root);
            reason = null;
            return true;
        }
        catch (Exception error) when (error is JsonException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            reason = $"Expected {format} in JSON: {error.Message}";
            return false;
        }
    }

    public static void WriteHex(Utf8JsonWriter writer, string name, ReadOnlySpan<byte> bytes) =>
        writer.WriteString(name, Convert.ToHexStringLower(bytes));

    public static void WritePath(Utf8JsonWriter writer, ImmutableArray<Hash256> path)
    {
        writer.WriteStartArray("path");
        foreach (var hash in path)
            writer.WriteStringValue(hash.ToString());
        writer.WriteEndArray();
    }

    public static Guid ReadDatabaseId(JsonElement root) => root.GetProperty("databaseId").GetGuid();

    public static byte[] ReadHex(JsonElement root, string name) => Convert.FromHexString(root.GetProperty(name).GetString() ?? "");

    public static Hash256 ReadHash(JsonElement root, string name) => Hash256.Parse(root.GetProperty(name).GetString() ?? "");

    public static ImmutableArray<Hash256> ReadPath(JsonElement root)
    {
        var path = ImmutableArray.CreateBuilder<Hash256>();
        foreach (var hash in root.GetProperty("path").EnumerateArray())
            path.Add(Hash256.Parse(hash.GetString() ?? ""));
        return path.ToImmutable();
    }
}
