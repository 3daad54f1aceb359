using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Nedb.Storage.Values;

namespace Nedb.Data.Conversion;

/// <summary>How values become CLR types.</summary>
internal static class FieldConverters
{
    private static readonly Dictionary<Type, Delegate> Known = new()
    {
        [typeof(bool)] = (NedbValue value) => value.Kind == ValueKind.Boolean ? value.AsBoolean() : throw No(),
        [typeof(sbyte)] = (NedbValue value) => (sbyte)InRange(value, sbyte.MinValue, sbyte.MaxValue),
        [typeof(short)] = (NedbValue value) => (short)InRange(value, short.MinValue, short.MaxValue),
        [typeof(int)] = (NedbValue value) => (int)InRange(value, int.MinValue, int.MaxValue),
        [typeof(long)] = (NedbValue value) => InRange(value, long.MinValue, long.MaxValue),
        [typeof(byte)] = (NedbValue value) => (byte)InRange(value, byte.MinValue, byte.MaxValue),
        [typeof(ushort)] = (NedbValue value) => (ushort)InRange(value, ushort.MinValue, ushort.MaxValue),
        [typeof(uint)] = (NedbValue value) => (uint)InRange(value, uint.MinValue, uint.MaxValue),
        [typeof(ulong)] = (NedbValue value) => ValueNumber.TryGetUInt64(value, out var number) ? number
            : throw new ConversionException(ValueNumber.TryGetInt64(value, out _)),
        [typeof(float)] = (NedbValue value) => ValueNumber.TryGetDouble(value, out var number) ? (float)number : throw No(),
        [typeof(double)] = (NedbValue value) => ValueNumber.TryGetDouble(value, out var number) ? number : throw No(),
        [typeof(decimal)] = (NedbValue value) => ValueNumber.TryGetDecimal(value, out var number) ? number : throw No(),
        [typeof(string)] = (NedbValue value) => value.Kind switch
        {
            ValueKind.String => value.AsString(),
            ValueKind.Array or ValueKind.Object => JsonText.Write(value),
            _ => throw No(),
        },
        [typeof(char)] = (NedbValue value) => value.Kind == ValueKind.String && value.AsString() is [var letter] ? letter : throw No(),
        [typeof(Guid)] = (NedbValue value) => value.Kind == ValueKind.Guid ? value.AsGuid() : throw No(),
        [typeof(DateOnly)] = (NedbValue value) => ValueMoment.TryGetDate(value, out var date) ? date : throw No(),
        [typeof(TimeOnly)] = (NedbValue value) => ValueMoment.TryGetTime(value, out var time) ? time : throw No(),
        [typeof(DateTime)] = (NedbValue value) => ValueMoment.TryGetDateTime(value, out var moment) ? moment : throw No(),
        [typeof(DateTimeOffset)] = (NedbValue value) => ValueMoment.TryGetDateTimeOffset(value, out var instant) ? instant : throw No(),
        [typeof(TimeSpan)] = (NedbValue value) => ValueMoment.TryGetTimeSpan(value, out var length) ? length : throw No(),
        // A row handed out is the caller's: changing it must change nothing in the store.
        [typeof(byte[])] = (NedbValue value) => value.Kind == ValueKind.Bytes ? (byte[])value.AsBytes().Clone() : throw No(),
        [typeof(Stream)] = (NedbValue value) => (Stream)OpenStream(value),
        [typeof(MemoryStream)] = (NedbValue value) => OpenStream(value),
        [typeof(TextReader)] = (NedbValue value) =>
            (TextReader)new StringReader(value.Kind == ValueKind.String ? value.AsString() : throw No()),
        [typeof(object)] = (NedbValue value) => ColumnType.ToObjectOrNull(value) ?? DBNull.Value,
        [typeof(NedbValue)] = (NedbValue value) => value,
        [typeof(NedbArray)] = (NedbValue value) => value.Kind == ValueKind.Array ? value.AsArray() : throw No(),
        [typeof(NedbObject)] = (NedbValue value) => value.Kind == ValueKind.Object ? value.AsObject() : throw No(),
        [typeof(JsonElement)] = (NedbValue value) => JsonSerializer.Deserialize<JsonElement>(JsonText.Write(value)),
        [typeof(JsonDocument)] = (NedbValue value) => JsonDocument.Parse(JsonText.Write(value)),
    };

    /// <summary>The converter to a type; null where values are not read as that type.</summary>
    public static Func<NedbValue, T>? Make<T>()
    {
        if (Known.TryGetValue(typeof(T), out var known))
            return (Func<NedbValue, T>)known;
        if (typeof(T).IsEnum)
            return Close<T>(nameof(MakeEnum), typeof(T));
        if (Nullable.GetUnderlyingType(typeof(T)) is { } underlying)
            return Close<T>(nameof(MakeNullable), underlying);
        if (typeof(T).IsSZArray)
            return Close<T>(nameof(MakeArray), typeof(T).GetElementType()!);
        if (!typeof(T).IsGenericType)
            return null;
        var definition = typeof(T).GetGenericTypeDefinition();
        if (definition == typeof(List<>))
            return Close<T>(nameof(MakeList), typeof(T).GetGenericArguments()[0]);
        // An array is all of these.
        return definition == typeof(IEnumerable<>) || definition == typeof(IReadOnlyList<>) || definition == typeof(IReadOnlyCollection<>)
            || definition == typeof(IList<>) || definition == typeof(ICollection<>)
            ? Close<T>(nameof(MakeSequence), typeof(T), typeof(T).GetGenericArguments()[0])
            : null;
    }

    private static Func<NedbValue, T>? Close<T>(string method, params Type[] arguments) =>
        (Func<NedbValue, T>?)typeof(FieldConverters).GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(arguments).Invoke(null, null);

    private static Func<NedbValue, TEnum> MakeEnum<TEnum>() where TEnum : struct, Enum => Type.GetTypeCode(typeof(TEnum)) switch
    {
        TypeCode.SByte => static value => As<sbyte, TEnum>((sbyte)InRange(value, sbyte.MinValue, sbyte.MaxValue)),
        TypeCode.Byte => static value => As<byte, TEnum>((byte)InRange(value, byte.MinValue, byte.MaxValue)),
        TypeCode.Int16 => static value => As<short, TEnum>((short)InRange(value, short.MinValue, short.MaxValue)),
        TypeCode.UInt16 => static value => As<ushort, TEnum>((ushort)InRange(value, ushort.MinValue, ushort.MaxValue)),
        TypeCode.Int32 => static value => As<int, TEnum>((int)InRange(value, int.MinValue, int.MaxValue)),
        TypeCode.UInt32 => static value => As<uint, TEnum>((uint)InRange(value, uint.MinValue, uint.MaxValue)),
        TypeCode.UInt64 => static value => As<ulong, TEnum>(ValueNumber.TryGetUInt64(value, out var number) ? number : throw No()),
        _ => static value => As<long, TEnum>(InRange(value, long.MinValue, long.MaxValue)),
    };

    private static Func<NedbValue, T?>? MakeNullable<T>() where T : struct
    {
        var convert = Make<T>();
        return convert is null ? null : value => value.IsNull ? null : convert(value);
    }

    private static Func<NedbValue, T[]>? MakeArray<T>()
    {
        var convert = Make<T>();
        return convert is null ? null : value => ToArray(value, convert);
    }

    private static Func<NedbValue, List<T>>? MakeList<T>()
    {
        var convert = Make<T>();
        return convert is null ? null : value => [.. ToArray(value, convert)];
    }

    private static Func<NedbValue, TSequence>? MakeSequence<TSequence, T>()
    {
        var convert = Make<T>();
        return convert is null ? null : value => (TSequence)(object)ToArray(value, convert);
    }

    private static T[] ToArray<T>(NedbValue value, Func<NedbValue, T> convert)
    {
        if (value.Kind != ValueKind.Array)
            throw No();
        var items = value.AsArray().Items;
        var array = new T[items.Length];
        for (var i = 0; i < array.Length; i++)
            array[i] = items[i].IsNull && !typeof(T).IsValueType ? default! : convert(items[i]);
        return array;
    }

    private static MemoryStream OpenStream(NedbValue value) =>
        value.Kind == ValueKind.Bytes ? new(value.AsBytes(), writable: false) : throw No();

    private static TTo As<TFrom, TTo>(TFrom value) where TFrom : struct where TTo : struct => Unsafe.BitCast<TFrom, TTo>(value);

    private static long InRange(NedbValue value, long least, long greatest)
    {
        if (!ValueNumber.TryGetInt64(value, out var number))
            throw new ConversionException(value.Kind == ValueKind.UInt64);
        return number >= least && number <= greatest ? number : throw new ConversionException(isOverflow: true);
    }

    private static ConversionException No() => new(isOverflow: false);
}
