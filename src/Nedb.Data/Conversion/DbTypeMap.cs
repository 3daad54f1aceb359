using System.Data;

namespace Nedb.Data.Conversion;

/// <summary>The words of ADO.NET for types, and ours.</summary>
internal static class DbTypeMap
{
    public static NedbDbType FromDbType(DbType type) => type switch
    {
        DbType.Object => NedbDbType.Any,
        DbType.Boolean => NedbDbType.Boolean,
        DbType.SByte => NedbDbType.Int8,
        DbType.Int16 => NedbDbType.Int16,
        DbType.Int32 => NedbDbType.Int32,
        DbType.Int64 => NedbDbType.Int64,
        DbType.Byte => NedbDbType.UInt8,
        DbType.UInt16 => NedbDbType.UInt16,
        DbType.UInt32 => NedbDbType.UInt32,
        DbType.UInt64 => NedbDbType.UInt64,
        DbType.Single => NedbDbType.Single,
        DbType.Double => NedbDbType.Double,
        DbType.Decimal or DbType.Currency or DbType.VarNumeric => NedbDbType.Decimal,
        DbType.String or DbType.AnsiString or DbType.StringFixedLength or DbType.AnsiStringFixedLength => NedbDbType.String,
        DbType.Binary => NedbDbType.Bytes,
        DbType.Guid => NedbDbType.Guid,
        DbType.Date => NedbDbType.Date,
        DbType.Time => NedbDbType.Time,
        DbType.DateTime or DbType.DateTime2 => NedbDbType.Timestamp,
        DbType.DateTimeOffset => NedbDbType.TimestampOffset,
        _ => throw new NotSupportedException($"The database has no type for DbType.{type}. Give the value as text or JSON."),
    };

    public static DbType ToDbType(NedbDbType type) => type switch
    {
        NedbDbType.Boolean => DbType.Boolean,
        NedbDbType.Int8 => DbType.SByte,
        NedbDbType.Int16 => DbType.Int16,
        NedbDbType.Int32 => DbType.Int32,
        NedbDbType.Int64 => DbType.Int64,
        NedbDbType.UInt8 => DbType.Byte,
        NedbDbType.UInt16 => DbType.UInt16,
        NedbDbType.UInt32 => DbType.UInt32,
        NedbDbType.UInt64 => DbType.UInt64,
        NedbDbType.Single => DbType.Single,
        NedbDbType.Double => DbType.Double,
        NedbDbType.Decimal => DbType.Decimal,
        NedbDbType.String => DbType.String,
        NedbDbType.Bytes => DbType.Binary,
        NedbDbType.Guid => DbType.Guid,
        NedbDbType.Date => DbType.Date,
        NedbDbType.Time => DbType.Time,
        NedbDbType.Timestamp => DbType.DateTime2,
        NedbDbType.TimestampOffset => DbType.DateTimeOffset,
        _ => DbType.Object,
    };

    /// <summary>The type that a value has by its CLR type.</summary>
    public static NedbDbType Infer(object? value) => value switch
    {
        null or DBNull => NedbDbType.Any,
        string or char => NedbDbType.String,
        bool => NedbDbType.Boolean,
        Enum symbol => Infer(Convert.ChangeType(symbol, symbol.GetTypeCode(), null)),
        sbyte => NedbDbType.Int8,
        short => NedbDbType.Int16,
        int => NedbDbType.Int32,
        long => NedbDbType.Int64,
        byte => NedbDbType.UInt8,
        ushort => NedbDbType.UInt16,
        uint => NedbDbType.UInt32,
        ulong => NedbDbType.UInt64,
        float => NedbDbType.Single,
        double => NedbDbType.Double,
        decimal => NedbDbType.Decimal,
        byte[] => NedbDbType.Bytes,
        Guid => NedbDbType.Guid,
        DateOnly => NedbDbType.Date,
        TimeOnly => NedbDbType.Time,
        DateTime => NedbDbType.Timestamp,
        DateTimeOffset => NedbDbType.TimestampOffset,
        TimeSpan => NedbDbType.Duration,
        _ => NedbDbType.Any,
    };
}
