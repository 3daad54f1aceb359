using System.Text.Json;

namespace Nedb.Storage.Imports;

/// <summary>One operation of a log of NEDB v1.</summary>
/// <param name="Line">The number of its line, from 1.</param>
/// <param name="Seq">Its seq, from 0.</param>
/// <param name="Client">Who wrote it.</param>
/// <param name="Nonce">The client's counter.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Root">All of it.</param>
/// <param name="Hash">Its hash in hexadecimal.</param>
/// <param name="PreviousHash">The hash of the one before in hexadecimal.</param>
/// <param name="Body">What is hashed behind the previous hash.</param>
internal sealed record V1Operation(
    long Line, long Seq, string Client, long Nonce, string Kind, JsonElement Root, string Hash, string PreviousHash, string Body)
{
    public JsonElement Payload => Root.GetProperty("payload");

    public string? Text(string name) =>
        Root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public JsonElement? Find(string name) =>
        Root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
