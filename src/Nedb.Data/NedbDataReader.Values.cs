using System.Runtime.CompilerServices;
using Nedb.Data.Conversion;
using Nedb.Data.Execution;
using Nedb.Storage.Schema;
using Nedb.Storage.Values;

namespace Nedb.Data;

public sealed partial class NedbDataReader
{
    /// <inheritdoc/>
    public override object this[int ordinal] => GetValue(ordinal);

    /// <inheritdoc/>
    public override object this[string name] => GetValue(GetOrdinal(name));

    /// <inheritdoc/>
    /// <exception cref="NedbException">The value cannot be computed or read.</exception>
    public override bool IsDBNull(int ordinal) => Row(ordinal).IsNull(ordinal);

    /// <summary>As <see cref="IsDBNull"/>; the task is complete when it is returned.</summary>
    public override Task<bool> IsDBNullAsync(int ordinal, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return FailedTask.Canceled<bool>(cancellationToken);
        try
        {
            return Task.FromResult(IsDBNull(ordinal));
        }
        catch (Exception e)
        {
            return FailedTask.Of<bool>(e);
        }
    }

    /// <summary>
    /// The value as a CLR object of the type that <see cref="GetFieldType"/> names; <see cref="DBNull.Value"/> for null.
    /// </summary>
    /// <exception cref="NedbException">The value cannot be computed or read.</exception>
    public override object GetValue(int ordinal)
    {
        var value = Row(ordinal).GetValue(ordinal);
        return value.IsNull ? DBNull.Value : ColumnType.ToObject(value, _columns[ordinal].Type.Kind);
    }

    /// <inheritdoc/>
    public override int GetValues(object[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var count = Math.Min(values.Length, FieldCount);
        for (var i = 0; i < count; i++)
            values[i] = GetValue(i);
        return count;
    }

    /// <summary>
    /// The value as a CLR type: any that <see cref="NedbParameter.Value"/> takes, its nullable form, an enum, an array or a list of
    /// them, a stream, a text reader, a JSON element, or <see cref="object"/>. Conversions lose nothing.
    /// </summary>
    /// <exception cref="InvalidCastException">The value is null and the type is not nullable, or it does not convert without
    /// loss.</exception>
    /// <exception cref="OverflowException">A number is outside of the range of the type.</exception>
    /// <exception cref="NedbException">The value cannot be computed or read.</exception>
    public override T GetFieldValue<T>(int ordinal)
    {
        // The JIT keeps one branch of these for each T that is a value type.
        if (typeof(T) == typeof(int))
            return (T)(object)GetInt32(ordinal);
        if (typeof(T) == typeof(long))
            return (T)(object)GetInt64(ordinal);
        if (typeof(T) == typeof(bool))
            return (T)(object)GetBoolean(ordinal);
        if (typeof(T) == typeof(double))
            return (T)(object)GetDouble(ordinal);
        if (typeof(T) == typeof(decimal))
            return (T)(object)GetDecimal(ordinal);
        if (typeof(T) == typeof(string))
            return (T)(object)GetString(ordinal);
        var row = Row(ordinal);
        // An object of the column's type needs the column; everything else only the value.
        if (typeof(T) == typeof(object))
            return (T)GetValue(ordinal);
        return FieldReader<T>.Read(row.GetValue(ordinal), this, ordinal);
    }

    /// <summary>As <see cref="GetFieldValue{T}"/>; the task is complete when it is returned.</summary>
    public override Task<T> GetFieldValueAsync<T>(int ordinal, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return FailedTask.Canceled<T>(cancellationToken);
        try
        {
            return Task.FromResult(GetFieldValue<T>(ordinal));
        }
        catch (Exception e)
        {
            return FailedTask.Of<T>(e);
        }
    }

    /// <inheritdoc/>
    public override bool GetBoolean(int ordinal)
    {
        var value = Row(ordinal).GetValue(ordinal);
        return value.Kind == ValueKind.Boolean ? value.AsBoolean() : throw CannotRead(ordinal, value, typeof(bool));
    }

    /// <inheritdoc/>
    public override byte GetByte(int ordinal) => checked((byte)GetInRange(ordinal, byte.MinValue, byte.MaxValue, typeof(byte)));

    /// <inheritdoc/>
    public override short GetInt16(int ordinal) => checked((short)GetInRange(ordinal, short.MinValue, short.MaxValue, typeof(short)));

    /// <inheritdoc/>
    public override int GetInt32(int ordinal) => (int)GetInRange(ordinal, int.MinValue, int.MaxValue, typeof(int));

    /// <inheritdoc/>
    public override long GetInt64(int ordinal) => GetInRange(ordinal, long.MinValue, long.MaxValue, typeof(long));

    /// <inheritdoc/>
    public override float GetFloat(int ordinal) => (float)GetDouble(ordinal);

    /// <inheritdoc/>
    public override double GetDouble(int ordinal)
    {
        var value = Row(ordinal).GetValue(ordinal);
        return ValueNumber.TryGetDouble(value, out var number) ? number : throw CannotRead(ordinal, value, typeof(double));
    }

    /// <inheritdoc/>
    public override decimal GetDecimal(int ordinal)
    {
        var value = Row(ordinal).GetValue(ordinal);
        return ValueNumber.TryGetDecimal(value, out var number) ? number : throw CannotRead(ordinal, value, typeof(decimal));
    }

    /// <summary>The value as text; an array or an object as JSON.</summary>
    public override string GetString(int ordinal)
    {
        var value = Row(ordinal).GetValue(ordinal);
        return value.Kind switch
        {
            ValueKind.String => value.AsString(),
            ValueKind.Array or ValueKind.Object => JsonText.Write(value),
            _ when !value.IsNull && _columns[ordinal].Type.Kind == FieldKind.Json => JsonText.Write(value),
            _ => throw CannotRead(ordinal, value, typeof(string)),
        };
    }

    /// <summary>The value as a character: text of exactly one UTF-16 code unit.</summary>
    public override char GetChar(int ordinal) => GetFieldValue<char>(ordinal);

    /// <inheritdoc/>
    public override Guid GetGuid(int ordinal)
    {
        var value = Row(ordinal).GetValue(ordinal);
        return value.Kind == ValueKind.Guid ? value.AsGuid() : throw CannotRead(ordinal, value, typeof(Guid));
    }

    /// <summary>The value as a date and time; a date is its midnight, an instant with the offset zero is UTC.</summary>
    public override DateTime GetDateTime(int ordinal)
    {
        var value = Row(ordinal).GetValue(ordinal);
        return ValueMoment.TryGetDateTime(value, out var moment) ? moment : throw CannotRead(ordinal, value, typeof(DateTime));
    }

    /// <inheritdoc/>
    public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length)
    {
        var value = Row(ordinal).GetValue(ordinal);
        var bytes = value.Kind == ValueKind.Bytes ? value.AsBytes() : throw CannotRead(ordinal, value, typeof(byte[]));
        return buffer is null ? bytes.Length : Copy<byte>(bytes, dataOffset, buffer, bufferOffset, length);
    }

    /// <inheritdoc/>
    public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length)
    {
        var text = GetString(ordinal);
        return buffer is null ? text.Length : Copy<char>(text, dataOffset, buffer, bufferOffset, length);
    }

    /// <inheritdoc/>
    public override Stream GetStream(int ordinal) => GetFieldValue<Stream>(ordinal);

    /// <inheritdoc/>
    public override TextReader GetTextReader(int ordinal) => new StringReader(GetString(ordinal));

    private string Describe(int ordinal) => $"The column '{_columns[ordinal].Name}' (ordinal {ordinal})";

    internal InvalidCastException CannotRead(int ordinal, NedbValue value, Type type) => new(
        value.IsNull
            ? $"{Describe(ordinal)} is null in this row and cannot be read as {type}. Ask IsDBNull before."
            : $"{Describe(ordinal)} is {value.Kind} in this row and does not convert to {type} without loss; "
            + $"found {value}.");

    internal OverflowException OutOfRange(int ordinal, NedbValue value, Type type) => new(
        $"{Describe(ordinal)} is {value} in this row, which is outside of the range of {type}.");

    private static long Copy<T>(ReadOnlySpan<T> source, long offset, T[] buffer, int bufferOffset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        if (offset >= source.Length)
            return 0;
        var count = Math.Min(length, source.Length - (int)offset);
        source.Slice((int)offset, count).CopyTo(buffer.AsSpan(bufferOffset));
        return count;
    }

    private long GetInRange(int ordinal, long least, long greatest, Type type)
    {
        var row = Row(ordinal);
        if (row.TryGetInt64(ordinal, out var number))
            return number >= least && number <= greatest ? number : throw OutOfRange(ordinal, row.GetValue(ordinal), type);
        var value = row.GetValue(ordinal);
        throw value.Kind == ValueKind.UInt64 ? OutOfRange(ordinal, value, type) : CannotRead(ordinal, value, type);
    }

    /// <summary>The result, standing on a row that has that column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private GuardedRow Row(int ordinal)
    {
        if (_position != Position.OnRow || (uint)ordinal >= (uint)_columns.Count)
            ThrowNoValue(ordinal);
        return new(_result!);
    }

    private void ThrowNoValue(int ordinal)
    {
        Open();
        if (_position != Position.OnRow)
            throw new InvalidOperationException("The reader does not stand on a row. Call Read, and go on only if it returns true.");
        throw new ArgumentOutOfRangeException(nameof(ordinal), ordinal, $"The row has {_columns.Count} columns, numbered from 0.");
    }
}
