using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Storage.Json;
using Nedb.Storage.Schema;
using Nedb.Storage.Values;

namespace Nedb.EntityFrameworkCore.Storage;

/// <summary>The CLR types that the engine has a type of field for.</summary>
internal static class ClrTypes
{
    private static readonly FrozenDictionary<Type, (FieldKind Kind, JsonValueReaderWriter? Json)> All =
        new Dictionary<Type, (FieldKind, JsonValueReaderWriter?)>
        {
            [typeof(bool)] = (FieldKind.Boolean, JsonBoolReaderWriter.Instance),
            [typeof(sbyte)] = (FieldKind.Int8, JsonSByteReaderWriter.Instance),
            [typeof(short)] = (FieldKind.Int16, JsonInt16ReaderWriter.Instance),
            [typeof(int)] = (FieldKind.Int32, JsonInt32ReaderWriter.Instance),
            [typeof(long)] = (FieldKind.Int64, JsonInt64ReaderWriter.Instance),
            [typeof(byte)] = (FieldKind.UInt8, JsonByteReaderWriter.Instance),
            [typeof(ushort)] = (FieldKind.UInt16, JsonUInt16ReaderWriter.Instance),
            [typeof(uint)] = (FieldKind.UInt32, JsonUInt32ReaderWriter.Instance),
            [typeof(ulong)] = (FieldKind.UInt64, JsonUInt64ReaderWriter.Instance),
            [typeof(float)] = (FieldKind.Single, JsonFloatReaderWriter.Instance),
            [typeof(double)] = (FieldKind.Double, JsonDoubleReaderWriter.Instance),
            [typeof(decimal)] = (FieldKind.Decimal, JsonDecimalReaderWriter.Instance),
            [typeof(string)] = (FieldKind.String, JsonStringReaderWriter.Instance),
            [typeof(char)] = (FieldKind.String, JsonCharReaderWriter.Instance),
            [typeof(byte[])] = (FieldKind.Bytes, JsonByteArrayReaderWriter.Instance),
            [typeof(Guid)] = (FieldKind.Guid, JsonGuidReaderWriter.Instance),
            [typeof(DateOnly)] = (FieldKind.Date, JsonDateOnlyReaderWriter.Instance),
            [typeof(TimeOnly)] = (FieldKind.Time, JsonTimeOnlyReaderWriter.Instance),
            [typeof(DateTime)] = (FieldKind.Timestamp, JsonDateTimeReaderWriter.Instance),
            [typeof(DateTimeOffset)] = (FieldKind.TimestampOffset, JsonDateTimeOffsetReaderWriter.Instance),
            [typeof(TimeSpan)] = (FieldKind.Duration, JsonTimeSpanReaderWriter.Instance),
            [typeof(NedbArray)] = (FieldKind.Array, null),
            [typeof(NedbObject)] = (FieldKind.Object, null),
            [typeof(NedbValue)] = (FieldKind.Json, null),
        }.ToFrozenDictionary();

    /// <summary>The type of field that holds every value of a CLR type.</summary>
    public static FieldKind FindKind(Type type) => All[type].Kind;

    /// <summary>How a value of a CLR type is written within JSON; null where it cannot stand there.</summary>
    public static JsonValueReaderWriter? FindJsonReaderWriter(Type type) => All[type].Json;

    /// <summary>The facets that a type of field for a CLR type may have.</summary>
    public static StoreTypePostfix FindPostfix(Type type) => FindKind(type) switch
    {
        FieldKind.String or FieldKind.Bytes => StoreTypePostfix.Size,
        FieldKind.Decimal => StoreTypePostfix.PrecisionAndScale,
        _ => StoreTypePostfix.None,
    };

    /// <summary>The CLR type that a type of field is read as where nothing else is said; null for a type without one.</summary>
    public static Type? FindClrType(FieldKind kind)
    {
        // Text is a string before it is a letter.
        if (kind == FieldKind.String)
            return typeof(string);
        foreach (var (type, entry) in All)
            if (entry.Kind == kind)
                return type;
        return null;
    }
}
