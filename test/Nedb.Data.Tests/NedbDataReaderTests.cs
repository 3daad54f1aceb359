using System.Data;
using System.Data.Common;
using System.Text.Json;
using Nedb.Query;
using Nedb.Storage.Schema;
using Nedb.Storage.Values;

namespace Nedb.Data.Tests;

public class NedbDataReaderTests
{
    private enum Suit
    {
        Clubs = 1,
        Hearts = 3,
    }

    [Fact]
    public void Integers_are_checked_against_the_range_asked_for()
    {
        using var reader = ListResult.OneRow(
            (FieldKind.Int64, NedbValue.FromInt64(200)),
            (FieldKind.Int64, NedbValue.FromInt64(-1)),
            (FieldKind.Int64, NedbValue.FromInt64(long.MaxValue)),
            (FieldKind.UInt64, NedbValue.FromUInt64(ulong.MaxValue)));

        Assert.Equal(200, reader.GetByte(0));
        Assert.Equal(200, reader.GetInt16(0));
        Assert.Equal(200, reader.GetInt32(0));
        Assert.Equal(200u, reader.GetFieldValue<uint>(0));
        Assert.Throws<OverflowException>(() => reader.GetFieldValue<sbyte>(0));
        Assert.Throws<OverflowException>(() => reader.GetByte(1));
        Assert.Throws<OverflowException>(() => reader.GetFieldValue<ulong>(1));
        Assert.Throws<OverflowException>(() => reader.GetInt32(2));
        Assert.Throws<OverflowException>(() => reader.GetInt64(3));
        Assert.Equal(ulong.MaxValue, reader.GetFieldValue<ulong>(3));
        Assert.Equal((sbyte)-1, reader.GetFieldValue<sbyte>(1));
        Assert.Equal((ushort)200, reader.GetFieldValue<ushort>(0));
    }

    [Fact]
    public void Numbers_convert_where_nothing_is_lost()
    {
        using var reader = ListResult.OneRow(
            (FieldKind.Any, NedbValue.FromDecimal(3.00m)),
            (FieldKind.Any, NedbValue.FromDouble(4)),
            (FieldKind.Any, NedbValue.FromDecimal(0.1m)),
            (FieldKind.Any, NedbValue.FromInt64(long.MaxValue)),
            (FieldKind.Any, NedbValue.FromDouble(0.5)));

        Assert.Equal(3, reader.GetInt32(0));
        Assert.Equal(4L, reader.GetInt64(1));
        Assert.Equal(0.1, reader.GetDouble(2));
        Assert.Equal(9223372036854775807m, reader.GetDecimal(3));
        Assert.Throws<InvalidCastException>(() => reader.GetDouble(3));
        Assert.Throws<InvalidCastException>(() => reader.GetInt32(4));
        Assert.Equal(0.5m, reader.GetDecimal(4));
        Assert.Equal(0.5f, reader.GetFloat(4));
    }

    [Fact]
    public void Dates_and_times_convert_where_nothing_is_lost_or_made_up()
    {
        var utc = new DateTime(2024, 2, 15, 10, 0, 0, DateTimeKind.Utc);
        using var reader = ListResult.OneRow(
            (FieldKind.Timestamp, NedbValue.FromTimestamp(utc)),
            (FieldKind.Date, NedbValue.FromDate(new(2024, 2, 15))),
            (FieldKind.TimestampOffset, NedbValue.FromTimestampOffset(new(2024, 2, 15, 10, 0, 0, TimeSpan.FromHours(3)))),
            (FieldKind.TimestampOffset, NedbValue.FromTimestampOffset(new(utc))),
            (FieldKind.Time, NedbValue.FromTime(new(8, 30))),
            (FieldKind.Duration, NedbValue.FromDuration(TimeSpan.FromHours(30))),
            (FieldKind.Timestamp, NedbValue.FromTimestamp(new(2024, 2, 15, 10, 0, 0, DateTimeKind.Unspecified))));

        Assert.Equal(utc, reader.GetDateTime(0));
        Assert.Equal(DateTimeKind.Utc, reader.GetDateTime(0).Kind);
        Assert.Equal(new DateTimeOffset(utc), reader.GetFieldValue<DateTimeOffset>(0));
        Assert.Throws<InvalidCastException>(() => reader.GetFieldValue<DateOnly>(0));
        Assert.Equal(new DateOnly(2024, 2, 15), reader.GetFieldValue<DateOnly>(1));
        Assert.Equal(new DateTime(2024, 2, 15), reader.GetDateTime(1));
        Assert.Equal(TimeSpan.FromHours(3), reader.GetFieldValue<DateTimeOffset>(2).Offset);
        Assert.Throws<InvalidCastException>(() => reader.GetDateTime(2));
        Assert.Equal(utc, reader.GetDateTime(3));
        Assert.Equal(new TimeOnly(8, 30), reader.GetFieldValue<TimeOnly>(4));
        Assert.Equal(TimeSpan.FromHours(8.5), reader.GetFieldValue<TimeSpan>(4));
        Assert.Equal(TimeSpan.FromHours(30), reader.GetFieldValue<TimeSpan>(5));
        Assert.Throws<InvalidCastException>(() => reader.GetFieldValue<TimeOnly>(5));
        Assert.Throws<InvalidCastException>(() => reader.GetFieldValue<DateTimeOffset>(6));
    }

    [Fact]
    public void Texts_bytes_and_the_rest_are_read_as_what_they_are()
    {
        var guid = Guid.NewGuid();
        using var reader = ListResult.OneRow(
            (FieldKind.String, NedbValue.FromString("héllo")),
            (FieldKind.Bytes, NedbValue.FromBytes([1, 2, 3])),
            (FieldKind.Guid, NedbValue.FromGuid(guid)),
            (FieldKind.Boolean, NedbValue.True),
            (FieldKind.String, NedbValue.FromString("x")),
            (FieldKind.Int32, NedbValue.FromInt64(3)));

        Assert.Equal("héllo", reader.GetString(0));
        Assert.Equal("héllo", reader.GetTextReader(0).ReadToEnd());
        var characters = new char[3];
        Assert.Equal(5, reader.GetChars(0, 0, null, 0, 0));
        Assert.Equal(3, reader.GetChars(0, 1, characters, 0, 3));
        Assert.Equal("éll", new string(characters));
        Assert.Equal([1, 2, 3], reader.GetFieldValue<byte[]>(1));
        var bytes = new byte[4];
        Assert.Equal(2, reader.GetBytes(1, 1, bytes, 2, 10));
        Assert.Equal([0, 0, 2, 3], bytes);
        Assert.Equal(0, reader.GetBytes(1, 3, bytes, 0, 1));
        using (var stream = reader.GetStream(1))
            Assert.Equal(3, stream.Length);
        Assert.Equal(guid, reader.GetGuid(2));
        Assert.True(reader.GetBoolean(3));
        Assert.Throws<InvalidCastException>(() => reader.GetBoolean(5));
        Assert.Equal('x', reader.GetChar(4));
        Assert.Throws<InvalidCastException>(() => reader.GetChar(0));
        Assert.Equal(Suit.Hearts, reader.GetFieldValue<Suit>(5));
        Assert.Equal(Suit.Hearts, reader.GetFieldValue<Suit?>(5));
    }

    [Fact]
    public void Bytes_handed_out_are_the_callers()
    {
        using var reader = ListResult.OneValue(NedbValue.FromBytes([1, 2, 3]));

        reader.GetFieldValue<byte[]>(0)[0] = 9;
        ((byte[])reader.GetValue(0))[1] = 9;

        Assert.Equal([1, 2, 3], reader.GetFieldValue<byte[]>(0));
    }

    [Fact]
    public void Arrays_and_objects_are_read_as_lists_and_as_json()
    {
        var array = NedbValue.FromArray(new([NedbValue.FromInt64(1), NedbValue.FromInt64(2)]));
        var members = NedbValue.FromObject(new([new("b", NedbValue.FromString("ü\"")), new("a", array)]));
        using var reader = ListResult.OneRow(
            (FieldKind.Array, array), (FieldKind.Object, members), (FieldKind.Json, NedbValue.FromInt64(5)));

        Assert.Equal([1, 2], reader.GetFieldValue<int[]>(0));
        Assert.Equal([1L, 2L], reader.GetFieldValue<List<long>>(0));
        Assert.Equal([1L, 2L], reader.GetFieldValue<IReadOnlyList<long>>(0));
        Assert.Equal(new object[] { 1L, 2L }, reader.GetValue(0));
        Assert.Equal("[1,2]", reader.GetString(0));
        using var json = JsonDocument.Parse(reader.GetString(1));
        Assert.Equal("ü\"", json.RootElement.GetProperty("b").GetString());
        Assert.Equal(2, reader.GetFieldValue<JsonElement>(1).GetProperty("a")[1].GetInt32());
        Assert.Equal(reader.GetString(1), reader.GetValue(1));
        Assert.Equal("5", reader.GetString(2));
        Assert.Throws<InvalidCastException>(() => reader.GetFieldValue<Guid[]>(0));
    }

    [Fact]
    public void Null_is_told_by_asking_or_by_a_nullable_type()
    {
        using var reader = ListResult.OneRow((FieldKind.Int32, NedbValue.Null), (FieldKind.String, NedbValue.Null));

        Assert.True(reader.IsDBNull(0));
        Assert.Equal(DBNull.Value, reader.GetValue(0));
        Assert.Equal(DBNull.Value, reader[1]);
        Assert.Null(reader.GetFieldValue<int?>(0));
        Assert.Null(reader.GetFieldValue<Suit?>(0));
        Assert.Equal(DBNull.Value, reader.GetFieldValue<object>(0));
        Assert.Contains("c0", Assert.Throws<InvalidCastException>(() => reader.GetInt32(0)).Message);
        Assert.Throws<InvalidCastException>(() => reader.GetString(1));
        Assert.Throws<InvalidCastException>(() => reader.GetFieldValue<DateOnly>(0));
    }

    [Fact]
    public void A_value_as_an_object_has_the_type_that_the_column_promises()
    {
        (FieldKind Kind, NedbValue Value)[] values =
        [
            (FieldKind.Boolean, NedbValue.True),
            (FieldKind.Int8, NedbValue.FromInt64(1)),
            (FieldKind.Int16, NedbValue.FromInt64(1)),
            (FieldKind.Int32, NedbValue.FromInt64(1)),
            (FieldKind.Int64, NedbValue.FromInt64(1)),
            (FieldKind.UInt8, NedbValue.FromInt64(1)),
            (FieldKind.UInt16, NedbValue.FromInt64(1)),
            (FieldKind.UInt32, NedbValue.FromInt64(1)),
            (FieldKind.UInt64, NedbValue.FromInt64(1)),
            (FieldKind.Single, NedbValue.FromDouble(1)),
            (FieldKind.Double, NedbValue.FromInt64(1)),
            (FieldKind.Decimal, NedbValue.FromInt64(1)),
            (FieldKind.String, NedbValue.FromString("a")),
            (FieldKind.Bytes, NedbValue.FromBytes([1])),
            (FieldKind.Guid, NedbValue.FromGuid(Guid.Empty)),
            (FieldKind.Date, NedbValue.FromDate(default)),
            (FieldKind.Time, NedbValue.FromTime(default)),
            (FieldKind.Timestamp, NedbValue.FromTimestamp(default)),
            (FieldKind.TimestampOffset, NedbValue.FromTimestampOffset(default)),
            (FieldKind.Duration, NedbValue.FromDuration(default)),
            (FieldKind.Array, NedbValue.FromArray(NedbArray.Empty)),
            (FieldKind.Object, NedbValue.FromObject(NedbObject.Empty)),
            (FieldKind.Json, NedbValue.True),
        ];
        using var reader = ListResult.OneRow(values);

        for (var i = 0; i < values.Length; i++)
        {
            Assert.Equal(reader.GetFieldType(i), reader.GetValue(i).GetType());
            Assert.Equal(new FieldType(values[i].Kind).ToString(), reader.GetDataTypeName(i));
        }

        var copies = new object[reader.FieldCount];
        Assert.Equal(values.Length, reader.GetValues(copies));
        Assert.Equal((sbyte)1, copies[1]);
    }

    [Fact]
    public void Has_rows_looks_ahead_without_skipping_a_row()
    {
        NqlColumn[] columns = [new("c", new(FieldKind.Int32))];
        using var two = new NedbDataReader(
            null, new ListResult(columns, [NedbValue.FromInt64(1)], [NedbValue.FromInt64(2)]), null, CommandBehavior.Default);
        using var none = new NedbDataReader(null, new ListResult(columns), null, CommandBehavior.Default);

        Assert.True(two.HasRows);
        Assert.True(two.HasRows);
        Assert.Throws<InvalidOperationException>(() => two.GetInt32(0));
        Assert.True(two.Read());
        Assert.Equal(1, two.GetInt32(0));
        Assert.True(two.Read());
        Assert.Equal(2, two.GetInt32(0));
        Assert.True(two.HasRows);
        Assert.False(two.Read());
        Assert.True(two.HasRows);
        Assert.False(none.HasRows);
        Assert.False(none.Read());
    }

    [Fact]
    public void A_reader_without_row_or_closed_says_so()
    {
        var result = new ListResult([new("c", new(FieldKind.Int32))], [NedbValue.FromInt64(1)]);
        var reader = new NedbDataReader(null, result, null, CommandBehavior.Default);

        Assert.Throws<InvalidOperationException>(() => reader.GetInt32(0));
        Assert.True(reader.Read());
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.GetInt32(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.GetInt32(-1));
        Assert.False(reader.Read());
        Assert.Throws<InvalidOperationException>(() => reader.GetInt32(0));
        reader.Close();
        reader.Dispose();
        Assert.True(result.IsDisposed);
        Assert.True(reader.IsClosed);
        Assert.Throws<InvalidOperationException>(() => reader.Read());
        Assert.Throws<InvalidOperationException>(() => reader.FieldCount);
    }

    [Fact]
    public void Single_row_ends_after_one()
    {
        var result = new ListResult([new("c", new(FieldKind.Int32))], [NedbValue.FromInt64(1)], [NedbValue.FromInt64(2)]);
        using var reader = new NedbDataReader(null, result, null, CommandBehavior.SingleRow);

        Assert.True(reader.Read());
        Assert.False(reader.Read());
        Assert.False(reader.Read());
    }

    [Fact]
    public void Names_are_found_exactly_before_they_are_found_without_case()
    {
        NqlColumn[] columns = [new("Name", default), new("name", default), new("other", default)];
        using var reader = new NedbDataReader(null, new ListResult(columns), null, CommandBehavior.Default);

        Assert.Equal(0, reader.GetOrdinal("Name"));
        Assert.Equal(1, reader.GetOrdinal("name"));
        Assert.Equal(0, reader.GetOrdinal("NAME"));
        Assert.Equal(2, reader.GetOrdinal("OTHER"));
        Assert.Contains("other", Assert.Throws<ArgumentOutOfRangeException>(() => reader.GetOrdinal("nope")).Message);
    }

    [Fact]
    public void Rows_can_be_enumerated_as_records()
    {
        NqlColumn[] columns = [new("c", new(FieldKind.Int32))];
        using var reader = new NedbDataReader(
            null, new ListResult(columns, [NedbValue.FromInt64(1)], [NedbValue.FromInt64(2)]), null, CommandBehavior.Default);

        Assert.Equal([1, 2], reader.Cast<DbDataRecord>().Select(record => record.GetInt32(0)));
    }

    [Fact]
    public async Task Reading_asynchronously_gives_the_same_and_is_complete_at_once()
    {
        await using var reader = new NedbDataReader(
            null, new ListResult([new("c", new(FieldKind.Int32))], [NedbValue.FromInt64(1)]), null, CommandBehavior.Default);

        var first = reader.ReadAsync();
        Assert.True(first.IsCompletedSuccessfully);
        Assert.True(await first);
        Assert.Equal(1, await reader.GetFieldValueAsync<int>(0));
        Assert.False(await reader.IsDBNullAsync(0));
        Assert.False(await reader.ReadAsync());
        await Assert.ThrowsAsync<OperationCanceledException>(() => reader.ReadAsync(new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Reading_a_row_allocates_only_what_the_caller_receives()
    {
        var rows = new NedbValue[2_000][];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = [NedbValue.FromInt64(
                i), NedbValue.FromDouble(i), NedbValue.FromDecimal(i), NedbValue.FromDate(default), NedbValue.FromString("text")];
        NqlColumn[] columns =
        [
            new("a", new(
                FieldKind.Int32)), new("b", new(FieldKind.Double)), new("c", new(FieldKind.Decimal)), new("d", new(FieldKind.Date)),
            new("e", new(FieldKind.String)),
        ];
        using var reader = new NedbDataReader(null, new ListResult(columns, rows), null, CommandBehavior.Default);
        long sum = ReadSome(reader, 1_000);

        var before = GC.GetAllocatedBytesForCurrentThread();
        sum += ReadSome(reader, 900);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.True(sum > 0);
        Assert.Equal(0, allocated);
    }

    private static long ReadSome(NedbDataReader reader, int count)
    {
        long sum = 0;
        for (var i = 0; i < count && reader.Read(); i++)
        {
            sum += reader.GetInt32(0) + reader.GetFieldValue<int>(0) + reader.GetFieldValue<long>(0);
            sum += (long)reader.GetDouble(1) + (long)reader.GetDecimal(2) + (long)reader.GetFieldValue<decimal>(2);
            sum += reader.GetFieldValue<DateOnly>(3).Day + reader.GetString(4).Length + (reader.IsDBNull(4) ? 1 : 0);
            sum += reader.GetFieldValue<int?>(0) ?? 0;
        }

        return sum;
    }

    [Fact]
    public void The_schema_of_a_result_names_types_facets_and_origins()
    {
        NqlColumn[] columns = [new("fee", new(FieldKind.Decimal, 0, 18, 2), true, "players", "fee"), new("n", new(FieldKind.Int64), false)];
        using var reader = new NedbDataReader(null, new ListResult(columns), null, CommandBehavior.Default);

        var schema = reader.GetColumnSchema();
        Assert.Equal(("fee", typeof(decimal), "decimal(18,2)", 18, 2),
            (schema[0].ColumnName, schema[0].DataType, schema[0].DataTypeName, schema[0].NumericPrecision, schema[0].NumericScale));
        Assert.Equal(("players", false, true), (schema[0].BaseTableName, schema[0].IsExpression, schema[1].IsExpression));
        var table = reader.GetSchemaTable()!;
        Assert.Equal(2, table.Rows.Count);
        Assert.Equal(typeof(long), table.Rows[1][SchemaTableColumn.DataType]);
        Assert.Equal(false, table.Rows[1][SchemaTableColumn.AllowDBNull]);
    }
}
