using System.Text.Json;
using Nedb.Storage.Cbor;
using Nedb.Storage.Erasures;
using Nedb.Storage.Folding;
using Nedb.Storage.Schema;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Exports;

/// <summary>The payloads of nodes as JSON, and back to the same bytes.</summary>
internal static class NodeContentJson
{
    /// <summary>Writes the fields of a put, by their names at the time, and what it brings into a schemaless collection.</summary>
    /// <exception cref="CborException">The payload is not that of a put.</exception>
    public static void WriteFields(Utf8JsonWriter writer, ReadOnlySpan<byte> payload)
    {
        var news = PayloadCodec.ReadNewFields(payload);
        var reader = new CborReader(payload);
        var count = reader.ReadMapHead();
        if (news is { } brought)
        {
            reader.ReadText();
            reader.SkipValue();
            count--;
            WriteNewFields(writer, brought.CollectionId, brought.FirstFieldId, brought.Names);
        }

        writer.WriteStartObject("fields");
        for (var i = 0; i < count; i++)
        {
            writer.WritePropertyName(reader.ReadTextBytes());
            TypedJson.Write(writer, reader.ReadValue(1));
        }

        writer.WriteEndObject();
        reader.ExpectEnd();
    }

    /// <summary>The payload of a put.</summary>
    /// <param name="fields">The fields.</param>
    /// <param name="news">What the put brings into a schemaless collection; null where it brings nothing.</param>
    /// <exception cref="FormatException">A value is none.</exception>
    public static byte[] ReadFields(JsonElement fields, (int CollectionId, int FirstFieldId, string[] Names)? news)
    {
        if (fields.ValueKind != JsonValueKind.Object)
            throw new FormatException($"Expected an object as 'fields'; found {fields.ValueKind}.");
        var values = new List<(byte[] Name, NedbValue Value)>();
        foreach (var member in fields.EnumerateObject())
            values.Add((System.Text.Encoding.UTF8.GetBytes(member.Name), TypedJson.Read(member.Value, 1)));
        return EncodeFields(values, news);
    }

    /// <summary>The payload of a put of named values.</summary>
    public static byte[] EncodeFields(
        List<(byte[] Name, NedbValue Value)> values, (int CollectionId, int FirstFieldId, string[] Names)? news)
    {
        values.Sort(static (left, right) => left.Name.Length != right.Name.Length
            ? left.Name.Length.CompareTo(right.Name.Length) : left.Name.AsSpan().SequenceCompareTo(right.Name));
        var buffer = new ByteBuffer();
        var cbor = new CborWriter(buffer);
        cbor.WriteMapHead(values.Count + (news is null ? 0 : 1));
        if (news is { } brought)
        {
            cbor.WriteText("");
            cbor.WriteArrayHead(2 + brought.Names.Length);
            cbor.WriteInt64(brought.CollectionId);
            cbor.WriteInt64(brought.FirstFieldId);
            foreach (var name in brought.Names)
                cbor.WriteText(name);
        }

        foreach (var (name, value) in values)
        {
            cbor.WriteTextBytes(name);
            cbor.WriteValue(value, 1);
        }

        return buffer.ToArray();
    }

    public static void WriteNewFields(Utf8JsonWriter writer, int collectionId, int firstFieldId, string[] names)
    {
        writer.WriteStartObject("new_fields");
        writer.WriteNumber("collection_id", collectionId);
        writer.WriteNumber("first", firstFieldId);
        writer.WriteStartArray("names");
        foreach (var name in names)
            writer.WriteStringValue(name);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public static (int CollectionId, int FirstFieldId, string[] Names) ReadNewFields(JsonElement element)
    {
        var members = new JsonMembers(element, "list of new fields");
        var news = (members.Int32("collection_id"), members.Int32("first"), members.Items("names", ReadName).ToArray());
        members.End();
        return news.Item1 >= 1 && news.Item2 >= 1
            ? news
            : throw new FormatException("Expected identities from 1 as 'collection_id' and 'first'.");
    }

    public static void WriteErasure(Utf8JsonWriter writer, ReadOnlySpan<byte> payload, long seq)
    {
        writer.WriteStartObject("erasure");
        writer.WriteNumber("horizon", ErasureCodec.HorizonOf(payload, seq));
        writer.WriteStartArray("versions");
        foreach (var version in ErasureCodec.Decode(payload, seq))
        {
            writer.WriteStartObject();
            WriteErased(writer, version, version.ErasedSeq == seq ? 0 : version.ErasedSeq);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public static byte[] ReadErasure(JsonElement element)
    {
        var members = new JsonMembers(element, "erasure");
        var horizon = members.Int64("horizon");
        var versions = members.Items("versions", static item =>
        {
            var version = new JsonMembers(item, "erased version");
            var read = ReadErased(version);
            version.End();
            return read;
        });
        members.End();
        return ErasureCodec.Encode(versions, horizon);
    }

    /// <summary>Writes what is left of an erased version.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="version">The version.</param>
    /// <param name="by">The seq of the act; 0 for the one that lists it.</param>
    public static void WriteErased(Utf8JsonWriter writer, ErasedVersion version, long by)
    {
        writer.WriteNumber("seq", version.Seq);
        writer.WriteNumber("collection_id", version.CollectionId);
        writer.WriteNumber("by", by);
        writer.WriteString("mode", version.Mode.ToString());
        if (version.NewFields is { } news)
            WriteNewFields(writer, version.CollectionId, news.FirstFieldId, news.Names);
        writer.WritePropertyName("id");
        TypedJson.Write(writer, version.Id);
        writer.WriteStartArray("left");
        for (var i = 0; i < version.FieldIds.Length; i++)
        {
            writer.WriteNumberValue(version.FieldIds[i]);
            TypedJson.Write(writer, version.Values[i]);
        }

        writer.WriteEndArray();
    }

    /// <summary>Reads what <see cref="WriteErased"/> wrote; the rest of the members stays.</summary>
    public static ErasedVersion ReadErased(JsonMembers members)
    {
        var left = members.Items("left", static item => item);
        var fieldIds = new int[left.Length / 2];
        var values = new NedbValue[left.Length / 2];
        for (var i = 0; i < fieldIds.Length; i++)
        {
            fieldIds[i] = JsonMembers.ToInt32(left[2 * i], "left");
            values[i] = TypedJson.Read(left[2 * i + 1], 1);
        }

        (int, int, string[])? news = members.Take("new_fields") is { } brought ? ReadNewFields(brought) : null;
        return new()
        {
            Seq = members.Int64("seq"),
            CollectionId = (int)members.Int64("collection_id"),
            ErasedSeq = members.Int64("by"),
            Mode = members.Choice<ErasureMode>("mode"),
            NewFields = news is { } fields ? (fields.Item2, fields.Item3) : null,
            Id = TypedJson.Read(members.Need("id"), 1),
            FieldIds = fieldIds,
            Values = values,
        };
    }

    public static void WriteLink(Utf8JsonWriter writer, byte[] key)
    {
        var (fromCollectionId, fromKey) = LinkKey.DecodeNearEnd(key);
        var (relation, toCollectionId, toKey) = LinkKey.Decode(key);
        writer.WriteStartObject("link");
        WriteEnd(writer, "from", fromCollectionId, fromKey);
        writer.WriteString("relation", relation);
        WriteEnd(writer, "to", toCollectionId, toKey);
        writer.WriteEndObject();
    }

    /// <summary>The key of a link.</summary>
    public static byte[] ReadLink(JsonElement element)
    {
        var members = new JsonMembers(element, "link");
        var (fromCollectionId, fromKey) = ReadEnd(members.Need("from"));
        var relation = members.Text("relation");
        var (toCollectionId, toKey) = ReadEnd(members.Need("to"));
        members.End();
        return fromKey.Length <= ushort.MaxValue
            ? LinkKey.Encode(fromCollectionId, fromKey, relation, toCollectionId, toKey)
            : throw new FormatException("The key of an end of a link is too large.");
    }

    public static void WriteKey(Utf8JsonWriter writer, ReadOnlySpan<byte> key)
    {
        writer.WriteStartArray("key");
        foreach (var value in KeyDecoder.ReadValues(key))
            TypedJson.Write(writer, value);
        writer.WriteEndArray();
    }

    public static byte[] ReadKey(JsonMembers members) =>
        KeyEncoder.Encode([.. members.Items("key", static item => TypedJson.Read(item, 1))]);

    public static void WriteDefinition(Utf8JsonWriter writer, ReadOnlySpan<byte> payload)
    {
        writer.WritePropertyName("definition");
        if (DefinitionCodec.Decode(payload) is { } definition)
            DefinitionJson.Write(writer, definition);
        else
            writer.WriteNullValue();
    }

    public static byte[] ReadDefinition(JsonElement element) =>
        DefinitionCodec.Encode(element.ValueKind == JsonValueKind.Null ? null : DefinitionJson.Read(element));

    private static void WriteEnd(Utf8JsonWriter writer, string name, int collectionId, byte[] key)
    {
        writer.WriteStartObject(name);
        writer.WriteNumber("collection_id", collectionId);
        WriteKey(writer, key);
        writer.WriteEndObject();
    }

    private static (int CollectionId, byte[] Key) ReadEnd(JsonElement element)
    {
        var members = new JsonMembers(element, "end of a link");
        var end = (members.Int32("collection_id"), ReadKey(members));
        members.End();
        return end;
    }

    private static string ReadName(JsonElement item) => item.ValueKind == JsonValueKind.String
        ? item.GetString()!
        : throw new FormatException($"Expected names as texts; found {item.GetRawText()}.");
}
