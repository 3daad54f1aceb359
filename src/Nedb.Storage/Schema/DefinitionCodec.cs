using System.Collections.Immutable;
using Nedb.Storage.Cbor;
using Nedb.Storage.Values;

namespace Nedb.Storage.Schema;

/// <summary>
/// Definitions as the log holds them: arrays in the order of the members of <see cref="CollectionDefinition"/>, behind the version of this
/// layout. Null stands for the end of a collection. Layout 2 says more about keys and references, layout 3 about fields as well; each is
/// written only where there is more to say.
/// </summary>
internal static class DefinitionCodec
{
    private const int PlainLayout = 1;
    private const int PeriodLayout = 2;
    private const int MissingValueLayout = 3;

    private delegate T ItemReader<T>(ref CborReader reader);

    public static byte[] Encode(CollectionDefinition? definition)
    {
        var buffer = new ByteBuffer();
        var writer = new CborWriter(buffer);
        if (definition is null)
            writer.WriteNull();
        else
            Write(writer, definition);
        return buffer.ToArray();
    }

    /// <summary>The definition, or null where the collection ended.</summary>
    /// <exception cref="CborException">The bytes are not a definition.</exception>
    public static CollectionDefinition? Decode(ReadOnlySpan<byte> payload)
    {
        var reader = new CborReader(payload);
        if (reader.TryReadNull())
        {
            reader.ExpectEnd();
            return null;
        }

        var count = reader.ReadArrayHead();
        var version = reader.ReadInt64();
        if (version is not (PlainLayout or PeriodLayout or MissingValueLayout))
            throw CborReader.Fail($"Expected a definition of layout {PlainLayout} to {MissingValueLayout}; found {version}", 0);
        var hasPeriods = version != PlainLayout;
        if (count != (hasPeriods ? 16 : 15))
            throw CborReader.Fail($"Expected a definition of {(hasPeriods ? 16 : 15)} items; found {count}", 0);
        var definition = new CollectionDefinition
        {
            Id = ReadInt32(ref reader),
            Name = reader.ReadText(),
            IsDeclared = reader.ReadBoolean(),
            Fields = ReadArray<FieldDefinition>(ref reader, version == MissingValueLayout ? ReadFieldWithMissingValue : ReadField),
            KeyFieldIds = ReadArray(ref reader, ReadInt32),
            KeyName = reader.ReadTextOrNull(),
            IsKeyWithoutOverlaps = hasPeriods && reader.ReadBoolean(),
            Indexes = ReadArray<IndexDefinition>(ref reader, hasPeriods ? ReadPeriodIndex : ReadIndex),
            ForeignKeys = ReadArray<ForeignKeyDefinition>(ref reader, hasPeriods ? ReadPeriodForeignKey : ReadForeignKey),
            Checks = ReadArray(ref reader, ReadCheck),
            PeriodFromFieldId = ReadInt32(ref reader),
            PeriodToFieldId = ReadInt32(ref reader),
            NextFieldId = ReadInt32(ref reader),
            NextIndexId = ReadInt32(ref reader),
            Comment = reader.ReadTextOrNull(),
        };
        reader.ExpectEnd();
        return definition;
    }

    private static void Write(CborWriter writer, CollectionDefinition definition)
    {
        var hasMissingValues = definition.Fields.Any(static field => field.HasOtherMissingValue);
        var hasPeriods = definition.HasPeriodRules || hasMissingValues;
        writer.WriteArrayHead(hasPeriods ? 16 : 15);
        writer.WriteInt64(hasMissingValues ? MissingValueLayout : hasPeriods ? PeriodLayout : PlainLayout);
        writer.WriteInt64(definition.Id);
        writer.WriteText(definition.Name);
        writer.WriteBoolean(definition.IsDeclared);
        writer.WriteArrayHead(definition.Fields.Length);
        foreach (var field in definition.Fields)
            WriteField(writer, field, hasMissingValues);
        WriteIntegers(writer, definition.KeyFieldIds);
        writer.WriteTextOrNull(definition.KeyName);
        if (hasPeriods)
            writer.WriteBoolean(definition.IsKeyWithoutOverlaps);
        writer.WriteArrayHead(definition.Indexes.Length);
        foreach (var index in definition.Indexes)
            WriteIndex(writer, index, hasPeriods);
        writer.WriteArrayHead(definition.ForeignKeys.Length);
        foreach (var foreignKey in definition.ForeignKeys)
            WriteForeignKey(writer, foreignKey, hasPeriods);
        writer.WriteArrayHead(definition.Checks.Length);
        foreach (var check in definition.Checks)
        {
            writer.WriteArrayHead(2);
            writer.WriteText(check.Name);
            writer.WriteText(check.Expression);
        }

        writer.WriteInt64(definition.PeriodFromFieldId);
        writer.WriteInt64(definition.PeriodToFieldId);
        writer.WriteInt64(definition.NextFieldId);
        writer.WriteInt64(definition.NextIndexId);
        writer.WriteTextOrNull(definition.Comment);
    }

    private static void WriteField(CborWriter writer, FieldDefinition field, bool hasMissingValue)
    {
        writer.WriteArrayHead(hasMissingValue ? 14 : 13);
        writer.WriteInt64(field.Id);
        writer.WriteText(field.Name);
        writer.WriteInt64((int)field.Type.Kind);
        writer.WriteInt64(field.Type.Length);
        writer.WriteInt64(field.Type.Precision);
        writer.WriteInt64(field.Type.Scale);
        writer.WriteBoolean(field.IsNullable);
        writer.WriteValue(field.Default, 2);
        writer.WriteTextOrNull(field.DefaultExpression);
        writer.WriteTextOrNull(field.ComputedExpression);
        writer.WriteBoolean(field.IsIdentity);
        writer.WriteTextOrNull(field.Collation);
        writer.WriteTextOrNull(field.Comment);
        if (hasMissingValue)
            writer.WriteValue(field.MissingValue, 2);
    }

    private static FieldDefinition ReadField(ref CborReader reader)
    {
        reader.ReadArrayHead(13);
        return ReadFieldItems(ref reader);
    }

    private static FieldDefinition ReadFieldWithMissingValue(ref CborReader reader)
    {
        reader.ReadArrayHead(14);
        return ReadFieldItems(ref reader).WithMissingValue(reader.ReadValue(2));
    }

    private static FieldDefinition ReadFieldItems(ref CborReader reader) =>
        new()
        {
            Id = ReadInt32(ref reader),
            Name = reader.ReadText(),
            Type = new(
                ReadEnum<FieldKind>(ref reader, (int)FieldKind.Json), ReadInt32(ref reader), ReadInt32(ref reader), ReadInt32(ref reader)),
            IsNullable = reader.ReadBoolean(),
            Default = reader.ReadValue(2),
            DefaultExpression = reader.ReadTextOrNull(),
            ComputedExpression = reader.ReadTextOrNull(),
            IsIdentity = reader.ReadBoolean(),
            Collation = reader.ReadTextOrNull(),
            Comment = reader.ReadTextOrNull(),
        };

    private static void WriteIndex(CborWriter writer, IndexDefinition index, bool hasPeriods)
    {
        writer.WriteArrayHead(hasPeriods ? 7 : 6);
        writer.WriteInt64(index.Id);
        writer.WriteText(index.Name);
        writer.WriteArrayHead(index.Fields.Length);
        foreach (var field in index.Fields)
        {
            writer.WriteArrayHead(2);
            writer.WriteInt64(field.FieldId);
            writer.WriteBoolean(field.IsDescending);
        }

        writer.WriteBoolean(index.IsUnique);
        writer.WriteBoolean(index.IsSearch);
        writer.WriteTextOrNull(index.Filter);
        if (hasPeriods)
            writer.WriteBoolean(index.IsWithoutOverlaps);
    }

    private static IndexDefinition ReadIndex(ref CborReader reader)
    {
        reader.ReadArrayHead(6);
        return ReadIndexItems(ref reader);
    }

    private static IndexDefinition ReadPeriodIndex(ref CborReader reader)
    {
        reader.ReadArrayHead(7);
        return ReadIndexItems(ref reader) with { IsWithoutOverlaps = reader.ReadBoolean() };
    }

    private static IndexDefinition ReadIndexItems(ref CborReader reader) =>
        new()
        {
            Id = ReadInt32(ref reader),
            Name = reader.ReadText(),
            Fields = ReadArray(ref reader, ReadIndexField),
            IsUnique = reader.ReadBoolean(),
            IsSearch = reader.ReadBoolean(),
            Filter = reader.ReadTextOrNull(),
        };

    private static IndexField ReadIndexField(ref CborReader reader)
    {
        reader.ReadArrayHead(2);
        return new(ReadInt32(ref reader), reader.ReadBoolean());
    }

    private static void WriteForeignKey(CborWriter writer, ForeignKeyDefinition foreignKey, bool hasPeriods)
    {
        writer.WriteArrayHead(hasPeriods ? 6 : 5);
        writer.WriteText(foreignKey.Name);
        WriteIntegers(writer, foreignKey.FieldIds);
        writer.WriteInt64(foreignKey.PrincipalCollectionId);
        WriteIntegers(writer, foreignKey.PrincipalFieldIds);
        writer.WriteInt64((int)foreignKey.OnDelete);
        if (hasPeriods)
            writer.WriteBoolean(foreignKey.HasPeriod);
    }

    private static ForeignKeyDefinition ReadForeignKey(ref CborReader reader)
    {
        reader.ReadArrayHead(5);
        return ReadForeignKeyItems(ref reader);
    }

    private static ForeignKeyDefinition ReadPeriodForeignKey(ref CborReader reader)
    {
        reader.ReadArrayHead(6);
        return ReadForeignKeyItems(ref reader) with { HasPeriod = reader.ReadBoolean() };
    }

    private static ForeignKeyDefinition ReadForeignKeyItems(ref CborReader reader) =>
        new()
        {
            Name = reader.ReadText(),
            FieldIds = ReadArray(ref reader, ReadInt32),
            PrincipalCollectionId = ReadInt32(ref reader),
            PrincipalFieldIds = ReadArray(ref reader, ReadInt32),
            OnDelete = ReadEnum<DeleteAction>(ref reader, (int)DeleteAction.SetDefault),
        };

    private static CheckDefinition ReadCheck(ref CborReader reader)
    {
        reader.ReadArrayHead(2);
        return new(reader.ReadText(), reader.ReadText());
    }

    private static void WriteIntegers(CborWriter writer, ImmutableArray<int> values)
    {
        writer.WriteArrayHead(values.Length);
        foreach (var value in values)
            writer.WriteInt64(value);
    }

    private static int ReadInt32(ref CborReader reader)
    {
        var start = reader.Position;
        var value = reader.ReadInt64();
        return value is >= 0 and <= int.MaxValue ? (int)value
            : throw CborReader.Fail($"Expected a number of 31 bits; found {value}", start);
    }

    private static T ReadEnum<T>(ref CborReader reader, int greatest)
        where T : struct, Enum
    {
        var start = reader.Position;
        var value = ReadInt32(ref reader);
        return value <= greatest ? (T)Enum.ToObject(typeof(T), value)
            : throw CborReader.Fail($"Expected a {typeof(T).Name}; found {value}", start);
    }

    private static ImmutableArray<T> ReadArray<T>(ref CborReader reader, ItemReader<T> readItem)
    {
        var items = ImmutableArray.CreateBuilder<T>(reader.ReadArrayHead());
        for (var i = items.Capacity; i > 0; i--)
            items.Add(readItem(ref reader));
        return items.MoveToImmutable();
    }
}
