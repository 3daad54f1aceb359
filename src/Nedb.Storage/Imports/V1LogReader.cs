using System.Globalization;
using System.Text;
using System.Text.Json;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Proofs;

namespace Nedb.Storage.Imports;

/// <summary>Reads a log of NEDB v1 line by line, checks its chain, and notes what is wrong.</summary>
internal sealed class V1LogReader(Stream log, V1Cipher? cipher, List<NedbV1Finding> findings)
{
    public const string GenesisHash = "0000000000000000000000000000000000000000000000000000000000000000";

    private const int LineBytesMax = 64 * 1024 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 200, AllowDuplicateProperties = false };

    private readonly Dictionary<string, long> _nonces = new(StringComparer.Ordinal);
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private long _line;

    /// <summary>The hash of the last operation read.</summary>
    public string Head { get; private set; } = GenesisHash;

    /// <summary>The seq that the next operation should have.</summary>
    public long NextSeq { get; private set; }

    /// <summary>The operations that can be read.</summary>
    public IEnumerable<V1Operation> Read()
    {
        while (ReadLine(out var isWhole) is { } bytes)
        {
            _line++;
            if (bytes.Length == 0)
                continue;
            if (ReadOperation(bytes, isWhole) is not { } operation)
                continue;
            Check(operation);
            yield return operation;
        }
    }

    private V1Operation? ReadOperation(byte[] bytes, bool isWhole)
    {
        try
        {
            var root = Parse(bytes);
            if (root.TryGetProperty("enc", out _))
            {
                if (cipher is null)
                    throw new StorageException(
                        StorageErrorCode.ImportInvalid,
                        $"Line {_line} of the log is encrypted: its master key and its file key.enc are needed.");
                root = Parse(cipher.Decrypt(root.GetProperty("ct").GetString()!));
            }
            else if (cipher is not null)
            {
                Note(NedbV1FindingKind.LineNotEncrypted, -1, "The log is encrypted, and this line is in the clear.");
            }

            return Decode(root);
        }
        catch (Exception error) when (error is JsonException or FormatException or KeyNotFoundException or InvalidOperationException
            or OverflowException)
        {
            // A line without its end, as the last one, is a write that was cut off before it was synced.
            Note(
                isWhole ? NedbV1FindingKind.LineDamaged : NedbV1FindingKind.TornTail,
                -1,
                $"Expected an operation; found {bytes.Length} bytes that are none: {error.Message}");
            return null;
        }
    }

    private V1Operation Decode(JsonElement root)
    {
        // Read everything here that a later step relies on, so that what is no operation is found as such.
        if (root.GetProperty("payload").ValueKind != JsonValueKind.Object)
            throw new FormatException("The payload is not an object.");
        var previous = root.GetProperty("prev_hash").GetString() ?? "";
        var body = V1Json.WriteBody(root, isAscii: true);
        var hash = root.GetProperty("hash").GetString() ?? "";
        if (HashOf(previous, body) != hash && V1Json.WriteBody(root, isAscii: false) is var other && HashOf(previous, other) == hash)
            body = other;
        return new(
            _line,
            root.GetProperty("seq").GetInt64(),
            root.GetProperty("client").GetString() ?? "",
            root.GetProperty("nonce").GetInt64(),
            root.GetProperty("op").GetString() ?? "",
            root,
            hash,
            previous,
            body);
    }

    private void Check(V1Operation operation)
    {
        if (HashOf(operation.PreviousHash, operation.Body) is var found && found != operation.Hash)
            Note(NedbV1FindingKind.HashWrong, operation.Seq, $"It states the hash {operation.Hash}; its content has {found}.");
        if (operation.PreviousHash != Head)
            Note(NedbV1FindingKind.ChainBroken, operation.Seq, $"It follows {operation.PreviousHash}; the one before it is {Head}.");
        if (operation.Seq != NextSeq)
            Note(
                NedbV1FindingKind.ChainBroken,
                operation.Seq,
                string.Create(CultureInfo.InvariantCulture, $"Expected the seq {NextSeq}; found {operation.Seq}."));
        if (_nonces.TryGetValue(operation.Client, out var last) && operation.Nonce <= last)
            Note(
                NedbV1FindingKind.NonceNotIncreasing,
                operation.Seq,
                string.Create(
                    CultureInfo.InvariantCulture, $"The nonce {operation.Nonce} of '{operation.Client}' is not greater than {last}."));
        _nonces[operation.Client] = operation.Nonce;
        Head = operation.Hash;
        NextSeq = operation.Seq + 1;
    }

    /// <summary>The last nonce of each client.</summary>
    public IReadOnlyDictionary<string, long> Nonces => _nonces;

    private void Note(NedbV1FindingKind kind, long seq, string description) => findings.Add(new(kind, _line, seq, description));

    private static JsonElement Parse(byte[] bytes)
    {
        using var document = JsonDocument.Parse(bytes, Strict);
        return document.RootElement.ValueKind == JsonValueKind.Object
            ? document.RootElement.Clone()
            : throw new FormatException("It is not an object.");
    }

    private static string HashOf(string previousHash, string body) =>
        Blake2b256.Hash(Encoding.UTF8.GetBytes(previousHash), Encoding.UTF8.GetBytes(body)).ToString();

    /// <summary>The next line without its end; null after the last.</summary>
    private byte[]? ReadLine(out bool isWhole)
    {
        var line = new MemoryStream();
        while (true)
        {
            var part = _buffer.AsSpan(_start, _end - _start);
            var length = part.IndexOf((byte)'\n');
            isWhole = length >= 0;
            line.Write(isWhole ? part[..length] : part);
            if (isWhole)
            {
                _start += length + 1;
                return line.ToArray();
            }

            if (line.Length > LineBytesMax)
                throw new StorageException(
                    StorageErrorCode.ImportInvalid,
                    $"Line {_line + 1} of the log is longer than {LineBytesMax} bytes; it is no log of NEDB v1.");
            _start = 0;
            _end = log.Read(_buffer);
            if (_end == 0)
                return line.Length > 0 ? line.ToArray() : null;
        }
    }
}
