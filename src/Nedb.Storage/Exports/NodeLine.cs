using System.Globalization;
using System.Text.Json;
using Nedb.Storage.Erasures;
using Nedb.Storage.Log;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Exports;

/// <summary>What a line of an export says of a node and of its commit.</summary>
internal sealed class NodeLine
{
    private static readonly NodeKind[] Kinds = Enum.GetValues<NodeKind>();

    private NodeLine(NodeRecord node, long commit, long ticks, ErasedVersion? erased)
    {
        Node = node;
        Commit = commit;
        Ticks = ticks;
        Erased = erased;
    }

    public NodeRecord Node { get; }

    /// <summary>The seq of the first node of the commit.</summary>
    public long Commit { get; }

    /// <summary>The time of the commit, in UTC ticks.</summary>
    public long Ticks { get; }

    /// <summary>What is left of the node; null where nothing was erased.</summary>
    public ErasedVersion? Erased { get; }

    public string? Client { get; private set; }

    public long? Nonce { get; private set; }

    public string? IdempotencyKey { get; private set; }

    public Hash256? Fingerprint { get; private set; }

    /// <summary>Reads a line.</summary>
    /// <param name="element">Its JSON.</param>
    /// <param name="isState">Whether the export is one of a state.</param>
    /// <exception cref="FormatException">It is no line of a node.</exception>
    public static NodeLine Read(JsonElement element, bool isState)
    {
        var members = new JsonMembers(element, "node");
        var seq = members.Int64("seq");
        if (isState)
            members.Take("was");
        var commit = members.Int64("commit");
        var ticks = TypedJson.ParseTicks(members.Text("time"));
        var kind = ReadKind(members);
        var commitment = members.Take("commitment") is { } stated ? ReadCommitment(stated) : [];
        ErasedVersion? erased = null;
        if (commitment.Length > 0 && members.Take("erased") is { } left)
        {
            var rest = new JsonMembers(left, "erased version");
            erased = NodeContentJson.ReadErased(rest);
            rest.End();
            if (erased.Seq != seq)
                throw new FormatException($"Expected what is left of seq {seq}; found that of {erased.Seq}.");
        }

        var key = ReadKey(members, kind);
        var line = new NodeLine(
            new()
            {
                Seq = seq,
                Kind = kind,
                Collection = members.Text("collection"),
                Key = key,
                PreviousSeq = members.Int64OrNull("previous") ?? 0,
                Period = ReadPeriod(members),
                Provenance = ReadProvenance(members, seq),
                Payload = commitment.Length > 0 ? default : (ReadOnlyMemory<byte>)ReadPayload(members, kind, key),
                IsErased = commitment.Length > 0,
                Commitment = commitment,
                Salt = commitment.Length > 0 ? default : (ReadOnlyMemory<byte>)Io.Chance.Bytes(NodeRecord.SaltBytes),
            },
            commit, ticks, erased);
        if (seq == commit)
            line.ReadCommit(members);
        members.End();
        return line;
    }

    private static NodeKind ReadKind(JsonMembers members)
    {
        var text = members.Text("kind");
        foreach (var kind in Kinds)
            if (LineWriter.NameOf(kind) == text)
                return kind;
        throw new FormatException($"Expected one of {string.Join(", ", Kinds.Select(LineWriter.NameOf))} as 'kind'; found '{text}'.");
    }

    private static byte[] ReadCommitment(JsonElement element)
    {
        var text = element.ValueKind == JsonValueKind.String ? element.GetString()! : "";
        return text.Length == 2 * Hash256.SizeBytes
            ? Hash256.Parse(text).ToByteArray()
            : throw new FormatException(
                $"Expected {Hash256.SizeBytes} bytes in hexadecimal as 'commitment'; found {element.GetRawText()}.");
    }

    private static byte[] ReadKey(JsonMembers members, NodeKind kind) => kind switch
    {
        NodeKind.Link or NodeKind.Unlink => NodeContentJson.ReadLink(members.Need("link")),
        NodeKind.Erasure => [],
        _ => NodeContentJson.ReadKey(members),
    };

    private static byte[] ReadPayload(JsonMembers members, NodeKind kind, byte[] key)
    {
        switch (kind)
        {
            case NodeKind.Put:
                (int, int, string[])? news = members.Take("new_fields") is { } brought ? NodeContentJson.ReadNewFields(brought) : null;
                return NodeContentJson.ReadFields(members.Need("fields"), news);
            case NodeKind.Link:
                return Folding.LinkPayload.Encode(key);
            case NodeKind.Definition:
                return NodeContentJson.ReadDefinition(members.Need("definition"));
            case NodeKind.Erasure:
                return NodeContentJson.ReadErasure(members.Need("erasure"));
            default:
                return [];
        }
    }

    private static Period ReadPeriod(JsonMembers members)
    {
        var period = new Period(ReadBound(members, "valid_from") ?? long.MinValue, ReadBound(members, "valid_to") ?? long.MaxValue);
        return period.From < period.To
            ? period
            : throw new FormatException("Expected a period that begins before it ends as 'valid_from' and 'valid_to'.");
    }

    private static long? ReadBound(JsonMembers members, string name) => members.Take(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => TypedJson.ParseTicks(text.GetString()),
        { } number => JsonMembers.ToInt64(number, name),
    };

    private static Provenance ReadProvenance(JsonMembers members, long seq)
    {
        var causes = members.Items("caused_by", static item => JsonMembers.ToInt64(item, "caused_by"));
        long last = 0;
        foreach (var cause in causes)
        {
            if (cause <= last || cause >= seq)
                throw new FormatException(string.Create(
                    CultureInfo.InvariantCulture, $"Expected causes that ascend, from 1 and before {seq}, as 'caused_by'; found {cause}."));
            last = cause;
        }

        var evidence = members.TextOrNull("evidence");
        double? confidence = null;
        if (members.Take("confidence") is { } stated)
            confidence = stated.ValueKind == JsonValueKind.Number && stated.TryGetDouble(out var number) && number is >= 0 and <= 1
                ? number
                : throw new FormatException($"Expected a number from 0 to 1 as 'confidence'; found {stated.GetRawText()}.");
        return causes.IsEmpty && evidence is null && confidence is null ? Provenance.None : new(causes, evidence, confidence);
    }

    private void ReadCommit(JsonMembers members)
    {
        Client = members.TextOrNull("client");
        Nonce = members.Int64OrNull("nonce");
        IdempotencyKey = members.TextOrNull("idempotency_key");
        Fingerprint = IdempotencyKey is null ? null : new Hash256(members.Hex("fingerprint", Hash256.SizeBytes));
    }
}
