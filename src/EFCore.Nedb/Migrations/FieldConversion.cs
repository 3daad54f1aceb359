using Nedb.Storage.Schema;

namespace Nedb.EntityFrameworkCore.Migrations;

/// <summary>Whether the values of a field must be converted when it gets another type.</summary>
internal static class FieldConversion
{
    private static readonly FieldKind[] Signed = [FieldKind.Int8, FieldKind.Int16, FieldKind.Int32, FieldKind.Int64];
    private static readonly FieldKind[] Unsigned = [FieldKind.UInt8, FieldKind.UInt16, FieldKind.UInt32, FieldKind.UInt64];

    /// <summary>Whether it has to be done: where the type after does not take every value of the type before as it is.</summary>
    public static bool IsNeeded(string? before, string? after)
    {
        if (before is null || after is null || !FieldType.TryParse(before, out var from) || !FieldType.TryParse(after, out var to)
            || from.Kind == to.Kind || from.Kind == FieldKind.Any || to.Kind == FieldKind.Any)
            return false;
        // Text that becomes JSON is read as JSON; what is nested is JSON already.
        return to.Kind == FieldKind.Json ? from.Kind is not (FieldKind.Object or FieldKind.Array) : !Takes(to.Kind, from.Kind);
    }

    private static bool Takes(FieldKind to, FieldKind from)
    {
        var (place, ofUnsigned, ofSigned) = (Array.IndexOf(Signed, to), Array.IndexOf(Unsigned, from), Array.IndexOf(Signed, from));
        return to switch
        {
            FieldKind.Double => ofSigned >= 0 || ofUnsigned >= 0 || from is FieldKind.Single or FieldKind.Decimal,
            FieldKind.Decimal => ofSigned >= 0 || ofUnsigned >= 0,
            _ when place >= 0 => (ofSigned >= 0 && ofSigned <= place) || (ofUnsigned >= 0 && ofUnsigned < place),
            _ => Array.IndexOf(Unsigned, to) is var wider and >= 0 && ofUnsigned >= 0 && ofUnsigned <= wider,
        };
    }
}
