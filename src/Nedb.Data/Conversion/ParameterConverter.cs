using System.Collections;
using System.Text.Json;
using Nedb.Storage.Values;

namespace Nedb.Data.Conversion;

/// <summary>CLR objects as values of the database.</summary>
internal static class ParameterConverter
{
    // More than any document may have; a list that contains itself has no end.
    private const int DepthMax = 256;

    /// <summary>The value of an object by its CLR type.</summary>
    /// <exception cref="NotSupportedException">The database has no type for it.</exception>
    /// <exception cref="NedbException">Its lists and dictionaries are nested too deep, or contain themselves (ValueInvalid).</exception>
    public static NedbValue ToValue(object? value) => ToValue(value, 0);

    private static NedbValue ToValue(object? value, int depth) => value switch
    {
        null or DBNull => NedbValue.Null,
        string text => NedbValue.FromString(text),
        int number => NedbValue.FromInt64(number),
        long number => NedbValue.FromInt64(number),
        bool truth => NedbValue.FromBoolean(truth),
        Guid guid => NedbValue.FromGuid(guid),
        decimal number => NedbValue.FromDecimal(number),
        double number => NedbValue.FromDouble(number),
        DateTime moment => NedbValue.FromTimestamp(moment),
        DateTimeOffset moment => NedbValue.FromTimestampOffset(moment),
        DateOnly date => NedbValue.FromDate(date),
        TimeOnly time => NedbValue.FromTime(time),
        TimeSpan length => NedbValue.FromDuration(length),
        byte[] bytes => NedbValue.FromBytes((byte[])bytes.Clone()),
        NedbValue typed => typed,
        _ => ToRareValue(value, depth),
    };

    private static NedbValue ToRareValue(object value, int depth) => value switch
    {
        Enum symbol => ToEnumValue(symbol),
        short number => NedbValue.FromInt64(number),
        byte number => NedbValue.FromInt64(number),
        sbyte number => NedbValue.FromInt64(number),
        ushort number => NedbValue.FromInt64(number),
        uint number => NedbValue.FromInt64(number),
        ulong number => NedbValue.FromUInt64(number),
        float number => NedbValue.FromDouble(number),
        char letter => NedbValue.FromString(letter.ToString()),
        JsonElement json => JsonText.ToValue(json),
        JsonDocument json => JsonText.ToValue(json.RootElement),
        ReadOnlyMemory<byte> bytes => NedbValue.FromBytes(bytes.ToArray()),
        Memory<byte> bytes => NedbValue.FromBytes(bytes.ToArray()),
        ArraySegment<byte> bytes => NedbValue.FromBytes(bytes.ToArray()),
        MemoryStream bytes => NedbValue.FromBytes(bytes.ToArray()),
        NedbArray array => NedbValue.FromArray(array),
        NedbObject members => NedbValue.FromObject(members),
        IEnumerable when depth >= DepthMax => throw new NedbException(
            NedbErrorCode.ValueInvalid, $"A parameter is nested deeper than {DepthMax} levels, or contains itself."),
        IDictionary<string, object?> members => ToObjectValue(members, depth + 1),
        IReadOnlyDictionary<string, object?> members => ToObjectValue(members, depth + 1),
        IDictionary members => ToObjectValue(members, depth + 1),
        IEnumerable items => ToArrayValue(items, depth + 1),
        _ => throw new NotSupportedException(
            $"A value of the type {value.GetType()} cannot be a parameter. Give a number, text, bytes, a GUID, a date or time, "
            + "an array of those, or JSON."),
    };

    private static NedbValue ToEnumValue(Enum symbol) => symbol.GetTypeCode() is TypeCode.UInt64
        ? NedbValue.FromUInt64(Convert.ToUInt64(symbol, null))
        : NedbValue.FromInt64(Convert.ToInt64(symbol, null));

    private static NedbValue ToObjectValue(IEnumerable<KeyValuePair<string, object?>> members, int depth)
    {
        var list = new List<KeyValuePair<string, NedbValue>>();
        foreach (var (name, value) in members)
            list.Add(new(name, ToValue(value, depth)));
        return NedbValue.FromObject(new(list));
    }

    private static NedbValue ToObjectValue(IDictionary members, int depth)
    {
        var list = new List<KeyValuePair<string, NedbValue>>();
        foreach (DictionaryEntry member in members)
            list.Add(new(
                member.Key as string ?? throw new NotSupportedException(
                    $"A dictionary given as a parameter must have text as keys; found {member.Key.GetType()}."),
                ToValue(member.Value, depth)));
        return NedbValue.FromObject(new(list));
    }

    private static NedbValue ToArrayValue(IEnumerable items, int depth)
    {
        var list = new List<NedbValue>();
        foreach (var item in items)
            list.Add(ToValue(item, depth));
        return NedbValue.FromArray(new([.. list]));
    }
}
