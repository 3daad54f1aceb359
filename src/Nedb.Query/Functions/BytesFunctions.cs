using System.Text;
using Nedb.Query.Types;
using Nedb.Storage.Values;
using static Nedb.Query.Functions.ArgumentKinds;

namespace Nedb.Query.Functions;

/// <summary>Functions of bytes; positions count from 0. Length, substring, reverse, contains and index_of take bytes too.</summary>
internal static class BytesFunctions
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static IEnumerable<ScalarFunction> All =>
    [
        new("byte_at", 2, 2, [Bytes, Integer], Returns.Int32, static (a, _) =>
            ByteAt(a[0].AsBytes(), a[1].AsInt64())) { Aliases = ["get_byte"] },
        new("hex", 1, 1, [Bytes], Returns.Text, static (a, _) => NedbValue.FromString(Convert.ToHexString(a[0].AsBytes()))),
        new("unhex", 1, 1, [Text], Returns.Bytes, static (a, _) => NedbValue.FromBytes(Convert.FromHexString(a[0].AsString()))),
        new("to_base64", 1, 1, [Bytes], Returns.Text, static (a, _) => NedbValue.FromString(Convert.ToBase64String(a[0].AsBytes()))),
        new("from_base64", 1, 1, [Text | Bytes], Returns.Bytes, static (a, _) =>
            a[0].Kind == ValueKind.Bytes ? a[0] : NedbValue.FromBytes(Convert.FromBase64String(a[0].AsString()))),
        new("utf8_encode", 1, 1, [Text], Returns.Bytes, static (a, _) => NedbValue.FromBytes(StrictUtf8.GetBytes(a[0].AsString()))),
        new("utf8_decode", 1, 1, [Bytes], Returns.Text, static (a, _) => NedbValue.FromString(StrictUtf8.GetString(a[0].AsBytes()))),
    ];

    /// <summary>Where a byte, or a run of bytes, is found first; -1 where it is not.</summary>
    internal static int IndexOf(ReadOnlySpan<byte> bytes, in NedbValue value) => value.Kind switch
    {
        ValueKind.Bytes => bytes.IndexOf(value.AsBytes()),
        ValueKind.Int64 => value.AsInt64() is >= 0 and <= byte.MaxValue ? bytes.IndexOf((byte)value.AsInt64()) : -1,
        _ => throw ValueErrors.Mismatch($"only a byte or bytes can be found in bytes; found {ValueErrors.Show(in value)}"),
    };

    private static NedbValue ByteAt(byte[] bytes, long index) =>
        index >= 0 && index < bytes.Length ? NedbValue.FromInt64(bytes[index]) : default;
}
