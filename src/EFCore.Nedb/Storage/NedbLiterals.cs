using System.Linq.Expressions;
using Nedb.Storage.Values;

namespace Nedb.EntityFrameworkCore.Storage;

/// <summary>
/// Arrays and objects of the engine as C#, for migrations that hold them as seeded data. It is public only because the code of those
/// migrations names it and its methods.
/// </summary>
public static class NedbLiterals
{
    /// <summary>An array of the engine.</summary>
    /// <param name="items">Its items.</param>
    /// <returns>The array.</returns>
    public static NedbArray Array(params NedbValue[] items) => new(items);

    /// <summary>An object of the engine.</summary>
    /// <param name="names">The names of its members.</param>
    /// <param name="values">Their values, as many.</param>
    /// <returns>The object.</returns>
    public static NedbObject Object(string[] names, NedbValue[] values) => new(names.Zip(values, KeyValuePair.Create));

    /// <summary>The C# that makes an array. EF writes every type in it with its namespace, or imports that.</summary>
    internal static Expression ToCode(NedbArray array) => Call(typeof(NedbLiterals), nameof(Array), ToCode(array.Items));

    /// <summary>The C# that makes an object.</summary>
    internal static Expression ToCode(NedbObject members) => Call(
        typeof(NedbLiterals),
        nameof(Object),
        Expression.NewArrayInit(typeof(string), members.Select(static member => Expression.Constant(member.Key))),
        ToCode([.. members.Select(static member => member.Value)]));

    private static NewArrayExpression ToCode(ReadOnlySpan<NedbValue> values)
    {
        var items = new Expression[values.Length];
        for (var i = 0; i < items.Length; i++)
            items[i] = ToCode(values[i]);
        return Expression.NewArrayInit(typeof(NedbValue), items);
    }

    private static Expression ToCode(NedbValue value) => value.Kind switch
    {
        ValueKind.Boolean => From(nameof(NedbValue.FromBoolean), Expression.Constant(value.AsBoolean())),
        ValueKind.Int64 => From(nameof(NedbValue.FromInt64), Expression.Constant(value.AsInt64())),
        ValueKind.UInt64 => From(nameof(NedbValue.FromUInt64), Expression.Constant(value.AsUInt64())),
        ValueKind.Double => From(nameof(NedbValue.FromDouble), Expression.Constant(value.AsDouble())),
        ValueKind.Decimal => From(nameof(NedbValue.FromDecimal), Expression.Constant(value.AsDecimal())),
        ValueKind.String => From(nameof(NedbValue.FromString), Expression.Constant(value.AsString())),
        ValueKind.Bytes => From(nameof(NedbValue.FromBytes), Expression.Constant(value.AsBytes())),
        ValueKind.Guid => From(nameof(NedbValue.FromGuid), New<Guid>(value.AsGuid().ToString())),
        ValueKind.Date => From(
            nameof(NedbValue.FromDate), New<DateOnly>(value.AsDate().Year, value.AsDate().Month, value.AsDate().Day)),
        ValueKind.Time => From(nameof(NedbValue.FromTime), New<TimeOnly>(value.AsTime().Ticks)),
        ValueKind.Timestamp => From(nameof(NedbValue.FromTimestamp), ToCode(value.AsTimestamp())),
        ValueKind.TimestampOffset => From(nameof(NedbValue.FromTimestampOffset), Expression.New(
            typeof(DateTimeOffset).GetConstructor([typeof(long), typeof(TimeSpan)])!,
            Expression.Constant(value.AsTimestampOffset().Ticks),
            New<TimeSpan>(value.AsTimestampOffset().Offset.Ticks))),
        ValueKind.Duration => From(nameof(NedbValue.FromDuration), New<TimeSpan>(value.AsDuration().Ticks)),
        ValueKind.Array => From(nameof(NedbValue.FromArray), ToCode(value.AsArray())),
        ValueKind.Object => From(nameof(NedbValue.FromObject), ToCode(value.AsObject())),
        _ => Expression.Property(null, typeof(NedbValue), nameof(NedbValue.Null)),
    };

    private static NewExpression ToCode(DateTime time) => Expression.New(
        typeof(DateTime).GetConstructor([typeof(long), typeof(DateTimeKind)])!,
        Expression.Constant(time.Ticks),
        // EF writes the name of an enum's value without its namespace.
        Expression.Convert(Expression.Constant((int)time.Kind), typeof(DateTimeKind)));

    private static MethodCallExpression From(string method, Expression value) => Call(typeof(NedbValue), method, value);

    private static MethodCallExpression Call(Type type, string method, params Expression[] arguments) =>
        Expression.Call(type.GetMethod(method, [.. arguments.Select(static argument => argument.Type)])!, arguments);

    private static NewExpression New<T>(params object[] arguments) => Expression.New(
        typeof(T).GetConstructor([.. arguments.Select(static argument => argument.GetType())])!,
        arguments.Select(static argument => Expression.Constant(argument)));
}
