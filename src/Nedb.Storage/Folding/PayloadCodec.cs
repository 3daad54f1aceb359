using System.Runtime.CompilerServices;
using System.Text;
using Nedb.Storage.Cbor;
using Nedb.Storage.Rows;
using Nedb.Storage.Schema;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Folding;

/// <summary>
/// The payload of a put: a map from the names of its fields, as they are at the time of writing, to their values; <c>_id</c> is the key
/// of
/// a collection without key fields. Where the put brings fields into a schemaless collection, the empty name comes first, with an array:
/// the identity of the collection, that of the first new field, and the names of the new fields, whose identities follow one another.
/// Used
/// by one thread at a time.
/// </summary>
internal sealed class PayloadCodec(ShapeTable shapes)
{
    private const int TextType = 3;

    private readonly ConditionalWeakTable<CollectionDefinition, List<PayloadLayout>> _layouts = [];
    private readonly ByteBuffer _buffer = new();
    private readonly List<int> _fieldIds = [];
    private NedbValue[] _values = new NedbValue[16];
    private (int Start, int Length)[] _texts = new (int, int)[16];

    /// <summary>The payload of a put, good until the next is asked for.</summary>
    /// <param name="version">The put.</param>
    /// <param name="collection">The collection as it was when it was written.</param>
    /// <param name="firstNewFieldId">The first field that the log does not know yet; that after the last one where it knows all; 0 where
    /// it
    /// knows no field.</param>
    public ReadOnlySpan<byte> Encode(VersionEntry version, CollectionDefinition collection, int firstNewFieldId)
    {
        var shape = version.Shape!;
        var layout = FindLayout(collection, shape);
        _buffer.Clear();
        var writer = new CborWriter(_buffer);
        var hasNew = firstNewFieldId < collection.NextFieldId;
        writer.WriteMapHead(layout.Names.Length + (hasNew ? 1 : 0));
        if (hasNew)
            WriteNewFields(writer, collection, Math.Max(1, firstNewFieldId));
        for (var i = 0; i < layout.Names.Length; i++)
        {
            writer.WriteTextBytes(layout.Names[i]);
            var position = layout.Positions[i];
            if (position == PayloadLayout.IdPosition)
                writer.WriteValue(version.Id, 1);
            else if (RowReader.TryReadUtf8(version.Row, position, shape.Count, out var text))
                writer.WriteTextBytes(text);
            else
                writer.WriteValue(RowReader.Read(version.Row, position, shape.Count), 1);
        }

        return _buffer.Written;
    }

    /// <summary>Reads what the put brings into a schemaless collection; null where it brings nothing.</summary>
    /// <exception cref="CborException">The payload is not that of a put.</exception>
    public static (int CollectionId, int FirstFieldId, string[] Names)? ReadNewFields(ReadOnlySpan<byte> payload)
    {
        var reader = new CborReader(payload);
        if (reader.ReadMapHead() == 0 || reader.PeekByte() != 0x60)
            return null;
        reader.ReadText();
        var start = reader.Position;
        var names = new string[reader.ReadArrayHead() - 2];
        var collectionId = reader.ReadInt64();
        var firstFieldId = reader.ReadInt64();
        if (collectionId is < 1 or > int.MaxValue || firstFieldId is < 1 or > int.MaxValue)
            throw CborReader.Fail("Expected identities from 1", start);
        for (var i = 0; i < names.Length; i++)
            names[i] = reader.ReadText();
        return ((int)collectionId, (int)firstFieldId, names);
    }

    /// <summary>A payload without what it brings into a schemaless collection: the content alone.</summary>
    public static ReadOnlySpan<byte> WithoutNewFields(ReadOnlySpan<byte> payload)
    {
        if (payload.Length == 0)
            return payload;
        var reader = new CborReader(payload);
        int count;
        if (reader.PeekMajorType() != 5 || (count = reader.ReadMapHead()) == 0 || reader.PeekByte() != 0x60)
            return payload;
        reader.ReadText();
        reader.SkipValue();
        var buffer = new ByteBuffer();
        new CborWriter(buffer).WriteMapHead(count - 1);
        buffer.Append(payload[reader.Position..]);
        return buffer.Written;
    }

    /// <summary>Makes the row of a put that the log holds.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="collection">The collection as it is at this point of the log.</param>
    /// <param name="rows">Where the row goes.</param>
    /// <exception cref="CborException">The payload is not that of a put, or names a field that the collection does not have.</exception>
    public (Shape Shape, ArraySegment<byte> Row, NedbValue Id) Decode(
        ReadOnlySpan<byte> payload, CollectionDefinition collection, ByteArena rows)
    {
        var reader = new CborReader(payload);
        var count = reader.ReadMapHead();
        if (count > 0 && reader.PeekByte() == 0x60)
        {
            reader.ReadText();
            reader.SkipValue(1);
            count--;
        }

        var start = reader.Position;
        var known = _layouts.GetValue(collection, static _ => []);
        foreach (var layout in known)
            if (layout.Names.Length == count && TryDecode(payload, ref reader, layout, rows, out var row, out var id))
                return (layout.Shape, row, id);
            else
                reader = new CborReader(payload, start);
        var found = FindLayout(collection, ReadShape(reader, count, collection));
        return TryDecode(payload, ref reader, found, rows, out var decoded, out var decodedId)
            ? (found.Shape, decoded, decodedId)
            : throw CborReader.Fail("The fields of a version are not sorted and unique", start);
    }

    private bool TryDecode(
        ReadOnlySpan<byte> payload, ref CborReader reader, PayloadLayout layout, ByteArena rows, out ArraySegment<byte> row,
        out NedbValue id)
    {
        row = default;
        id = default;
        if (_values.Length < layout.Names.Length)
            (_values, _texts) = (new NedbValue[layout.Names.Length], new (int, int)[layout.Names.Length]);
        for (var i = 0; i < layout.Names.Length; i++)
        {
            if (!reader.ReadTextBytes().SequenceEqual(layout.Names[i]))
                return false;
            var position = layout.Positions[i];
            if (position == PayloadLayout.IdPosition)
            {
                id = reader.ReadValue(1);
            }
            else if (reader.PeekMajorType() == TextType)
            {
                // A row holds text as the payload does, so no string is made of it.
                var text = reader.ReadTextBytes();
                (_values[position], _texts[position]) = (default, (reader.Position - text.Length, text.Length));
            }
            else
            {
                (_values[position], _texts[position]) = (reader.ReadValue(1), RowWriter.NoText);
            }
        }

        reader.ExpectEnd();
        var count = layout.Shape.Count;
        row = RowWriter.Write(layout.Shape, _values.AsSpan(0, count), payload, _texts.AsSpan(0, count), rows);
        return true;
    }

    private Shape ReadShape(CborReader reader, int count, CollectionDefinition collection)
    {
        _fieldIds.Clear();
        for (var i = 0; i < count; i++)
        {
            var start = reader.Position;
            var name = reader.ReadText();
            reader.SkipValue(1);
            if (name == "_id" && collection.KeyFieldIds.IsEmpty)
                continue;
            _fieldIds.Add((collection.FindField(name)
                ?? throw CborReader.Fail($"The collection '{collection.Name}' has no field '{name}' at this point of the log", start)).Id);
        }

        _fieldIds.Sort();
        return shapes.Intern(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_fieldIds));
    }

    private PayloadLayout FindLayout(CollectionDefinition collection, Shape shape)
    {
        var known = _layouts.GetValue(collection, static _ => []);
        foreach (var layout in known)
            if (ReferenceEquals(layout.Shape, shape))
                return layout;
        var made = PayloadLayout.Make(collection, shape);
        // Documents of a schemaless collection may have very many shapes; then the last few are kept.
        if (known.Count == 16)
            known.RemoveAt(0);
        known.Add(made);
        return made;
    }

    private static void WriteNewFields(CborWriter writer, CollectionDefinition collection, int firstNewFieldId)
    {
        writer.WriteTextBytes([]);
        writer.WriteArrayHead(2 + collection.NextFieldId - firstNewFieldId);
        writer.WriteInt64(collection.Id);
        writer.WriteInt64(firstNewFieldId);
        for (var id = firstNewFieldId; id < collection.NextFieldId; id++)
            writer.WriteTextBytes(Encoding.UTF8.GetBytes(collection.FindField(id)!.Name));
    }
}
