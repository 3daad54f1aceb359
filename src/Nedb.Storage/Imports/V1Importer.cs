using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Schema;
using Nedb.Storage.Transactions;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Imports;

/// <summary>Brings operations of NEDB v1 into a transaction, one after the other; each leaves a document of its own as well.</summary>
internal sealed class V1Importer(WriteTransaction transaction, NedbV1Options options, List<NedbV1Finding> findings)
{
    private static readonly ImmutableHashSet<string> Mirrors =
        ["_id", "_caused_by", "_evidence", "_confidence", "_valid_from", "_valid_to"];

    private readonly Dictionary<long, long> _seqs = [];
    private readonly Dictionary<string, (string Collection, string Id)> _keys = new(StringComparer.Ordinal);

    /// <summary>The collection of the operations themselves.</summary>
    public string Operations => options.CollectionPrefix + NedbV1Log.Operations;

    public void Add(V1Operation operation)
    {
        try
        {
            var effect = Apply(operation);
            var record = PutRecord(operation);
            _seqs[operation.Seq] = effect ?? record;
        }
        catch (StorageException error) when (error.Code != StorageErrorCode.ImportInvalid)
        {
            throw new StorageException(
                error.Code,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Line {operation.Line} of the log, seq {operation.Seq}, cannot be imported: {error.Message} Nothing was imported."),
                error)
            {
                Collection = error.Collection,
                Constraint = error.Constraint,
            };
        }
        catch (Exception error) when (error is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            Note(NedbV1FindingKind.LineDamaged, operation, $"The payload is not that of a {operation.Kind}: {error.Message}");
        }
    }

    private long? Apply(V1Operation operation)
    {
        switch (operation.Kind)
        {
            case "put":
                return Put(operation);
            case "delete":
                return Delete(operation);
            case "link" or "unlink":
                return Link(operation);
            case "put_file":
                var name = operation.Payload.GetProperty("name").GetString();
                Note(NedbV1FindingKind.FileWithoutContent, operation, $"The content of the file '{name}' was never in the log.");
                return null;
            case "checkpoint":
                return null;
            default:
                Note(NedbV1FindingKind.OperationUnknown, operation, $"Expected a known operation; found '{operation.Kind}'.");
                return null;
        }
    }

    private long Put(V1Operation operation)
    {
        var payload = operation.Payload;
        var collection = payload.GetProperty("coll").GetString()!;
        var id = V1Values.Read(payload.GetProperty("id"), text => NoteLarge(operation, text));
        CheckKey(operation, collection, id);
        var collectionId = CollectionOf(collection);
        var values = new SortedDictionary<int, NedbValue>();
        var metadata = MetadataOf(operation) with { ExpiresAt = DateTimeOffset.MaxValue };
        foreach (var member in payload.GetProperty("doc").EnumerateObject())
        {
            if (member.Name == "_expires_at")
                metadata = metadata with { ExpiresAt = ReadExpiry(operation, member.Value) };
            else if (Mirrors.Contains(member.Name))
                NoteUnlessMirror(operation, member, id);
            else if (ReservedNames.IsMetadata(member.Name))
                Note(NedbV1FindingKind.MemberReserved, operation, $"The document has a member '{member.Name}'.");
            else
                values[transaction.GetOrAddField(collectionId, member.Name)] =
                    V1Values.Read(member.Value, text => NoteLarge(operation, text));
        }

        return transaction.Put(collectionId, id, [.. values.Keys], [.. values.Values], metadata).Seq;
    }

    private long? Delete(V1Operation operation)
    {
        var payload = operation.Payload;
        var id = V1Values.Read(payload.GetProperty("id"), text => NoteLarge(operation, text));
        var collection = options.CollectionPrefix + payload.GetProperty("coll").GetString();
        if (transaction.View.Catalog.Find(collection) is { } definition
            && transaction.Delete(definition.Id, KeyEncoder.Encode(id), MetadataOf(operation) with { Period = null }))
        {
            // The end of its expiry may follow the end of the document.
            var view = transaction.View;
            return view.FindNode(view.Seq)!.CollectionId == definition.Id ? view.Seq : view.Seq - 1;
        }

        Note(NedbV1FindingKind.NothingToEnd, operation, $"There is no document {id} in '{collection}' to delete.");
        return null;
    }

    private long? Link(V1Operation operation)
    {
        var payload = operation.Payload;
        var (from, to) = (payload.GetProperty("frm").GetString()!, payload.GetProperty("to").GetString()!);
        var relation = payload.GetProperty("rel").GetString()!;
        if (FindEnd(from) is not { } start || FindEnd(to) is not { } end)
        {
            Note(NedbV1FindingKind.LinkWithoutEnd, operation, $"'{from}' or '{to}' does not exist.");
            return null;
        }

        var metadata = MetadataOf(operation);
        if (operation.Kind == "link")
            return transaction.Link(start.CollectionId, start.Key, relation, end.CollectionId, end.Key, metadata).Seq;
        if (transaction.Unlink(start.CollectionId, start.Key, relation, end.CollectionId, end.Key, metadata))
            return transaction.View.Seq;
        Note(NedbV1FindingKind.NothingToEnd, operation, $"There is no link '{from}' -{relation}-> '{to}' to end.");
        return null;
    }

    /// <summary>The document that a name like <c>users:alice</c> means; null where there is none.</summary>
    private (int CollectionId, byte[] Key)? FindEnd(string name)
    {
        var at = name.IndexOf(':', StringComparison.Ordinal);
        if (at <= 0 || transaction.View.Catalog.Find(options.CollectionPrefix + name[..at]) is not { } collection)
            return null;
        var text = name[(at + 1)..];
        var key = KeyEncoder.Encode(NedbValue.FromString(text));
        if (transaction.View.Find(collection.Id, key) is null && long.TryParse(text, CultureInfo.InvariantCulture, out var number))
            key = KeyEncoder.Encode(NedbValue.FromInt64(number));
        return transaction.View.Find(collection.Id, key) is null ? null : (collection.Id, key);
    }

    private WriteMetadata MetadataOf(V1Operation operation) => new()
    {
        Provenance = new(CausesOf(operation), EvidenceOf(operation), ConfidenceOf(operation)),
        Period = PeriodOf(operation),
    };

    private ImmutableArray<long> CausesOf(V1Operation operation)
    {
        if (operation.Find("caused_by") is not { } causes)
            return [];
        var seqs = new SortedSet<long>();
        if (causes.ValueKind != JsonValueKind.Array)
        {
            Note(NedbV1FindingKind.CauseUnknown, operation, $"Expected an array of seqs; found {causes.GetRawText()}.");
            return [];
        }

        foreach (var cause in causes.EnumerateArray())
            if (cause.ValueKind == JsonValueKind.Number && cause.TryGetInt64(out var seq) && _seqs.TryGetValue(seq, out var here))
                seqs.Add(here);
            else
                Note(NedbV1FindingKind.CauseUnknown, operation, $"Expected the seq of an earlier operation; found {cause.GetRawText()}.");
        return [.. seqs];
    }

    private static string? EvidenceOf(V1Operation operation) => operation.Find("evidence") is not { } evidence ? null
        : evidence.ValueKind == JsonValueKind.String ? evidence.GetString() : evidence.GetRawText();

    private double? ConfidenceOf(V1Operation operation)
    {
        if (operation.Find("confidence") is not { } confidence)
            return null;
        if (confidence.ValueKind == JsonValueKind.Number && confidence.TryGetDouble(out var value) && value is >= 0 and <= 1)
            return value;
        Note(NedbV1FindingKind.ConfidenceInvalid, operation, $"Expected a number from 0 to 1; found {confidence.GetRawText()}.");
        return null;
    }

    private Period? PeriodOf(V1Operation operation)
    {
        var (from, to) = (operation.Find("valid_from"), operation.Find("valid_to"));
        if (from is null && to is null)
            return null;
        var start = from is { } first ? V1Values.ReadTick(first) : long.MinValue;
        var end = to is { } last ? V1Values.ReadTick(last) : long.MaxValue;
        if (start < end)
            return new(start.Value, end.Value);
        Note(
            NedbV1FindingKind.PeriodInvalid,
            operation,
            $"Expected two times, the first earlier; found {from?.GetRawText()} to {to?.GetRawText()}.");
        return null;
    }

    /// <summary>The time that a document there was to live to, in seconds since 1970.</summary>
    private DateTimeOffset ReadExpiry(V1Operation operation, JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Number && json.TryGetDouble(out var seconds) && Math.Abs(seconds) < 60_000_000_000)
            return DateTimeOffset.UnixEpoch.AddSeconds(seconds);
        if (json.ValueKind != JsonValueKind.Null)
            Note(NedbV1FindingKind.MemberReserved, operation, $"Expected the seconds of an expiry; found {json.GetRawText()}.");
        return DateTimeOffset.MaxValue;
    }

    private long PutRecord(V1Operation operation)
    {
        var collectionId = CollectionOf(NedbV1Log.Operations);
        var ts = operation.Find("ts") is { } time ? V1Values.Read(time, text => NoteLarge(operation, text)) : default;
        (string Name, NedbValue Value)[] members =
        [
            ("seq", NedbValue.FromInt64(operation.Seq)),
            ("op", NedbValue.FromString(operation.Kind)),
            ("client", NedbValue.FromString(operation.Client)),
            ("nonce", NedbValue.FromInt64(operation.Nonce)),
            ("ts", ts),
            ("idem", NedbValue.FromString(operation.Text("idem"))),
            ("prev_hash", NedbValue.FromString(operation.PreviousHash)),
            ("body", NedbValue.FromString(operation.Body)),
        ];
        var fieldIds = Array.ConvertAll(members, member => transaction.GetOrAddField(collectionId, member.Name));
        var values = Array.ConvertAll(members, static member => member.Value);
        Array.Sort(fieldIds, values);
        return transaction.Put(collectionId, NedbValue.FromString(operation.Hash), fieldIds, values, WriteMetadata.None).Seq;
    }

    private int CollectionOf(string name)
    {
        var collection = transaction.GetOrAddSchemaless(options.CollectionPrefix + name);
        return !collection.IsDeclared && collection.KeyFieldIds.IsEmpty ? collection.Id : throw new StorageException(
            StorageErrorCode.ImportInvalid,
            $"The collection '{collection.Name}' is declared here, and documents of NEDB v1 have no schema. Import under a prefix, or into "
            + $"an empty database. Nothing was imported.")
        {
            Collection = collection.Name,
        };
    }

    private void CheckKey(V1Operation operation, string collection, NedbValue id)
    {
        if (!operation.Payload.TryGetProperty("key", out var given) || given.ValueKind != JsonValueKind.String)
            return;
        var place = (collection, id.ToString());
        if (!_keys.TryAdd(given.GetString()!, place) && _keys[given.GetString()!] is var other && other != place)
            Note(
                NedbV1FindingKind.KeyShared,
                operation,
                $"The key '{given.GetString()}' is that of {other.Id} in '{other.Collection}' and of {id} in '{collection}'.");
    }

    // NEDB v1 keeps what was said of the write in the document too.
    private void NoteUnlessMirror(V1Operation operation, JsonProperty member, NedbValue id)
    {
        var said = member.Name == "_id" ? null : operation.Find(member.Name[1..]);
        var isSame = member.Name == "_id"
            ? V1Values.Read(member.Value, static _ => { }) == id
            : said is { } value ? member.Value.GetRawText() == value.GetRawText() : member.Value.ValueKind == JsonValueKind.Null;
        if (!isSame)
            Note(
                NedbV1FindingKind.MemberReserved,
                operation,
                $"The document has '{member.Name}' {member.Value.GetRawText()}, which is not what the operation says.");
    }

    private void NoteLarge(V1Operation operation, string text) =>
        Note(NedbV1FindingKind.NumberTooLarge, operation, $"The number {text} fits into no number.");

    private void Note(NedbV1FindingKind kind, V1Operation operation, string description) =>
        findings.Add(new(kind, operation.Line, operation.Seq, description));
}
