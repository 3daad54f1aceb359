using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Nedb.EntityFrameworkCore.Query.Translation;

namespace Nedb.EntityFrameworkCore.Query.Translators;

/// <summary>The methods of <see cref="Math"/>, <see cref="MathF"/> and the number types.</summary>
internal sealed class NedbMathTranslator(NedbSqlExpressionFactory expressions) : IMethodCallTranslator
{
    private static readonly Dictionary<string, string> Functions = new()
    {
        [nameof(Math.Abs)] = "abs",
        [nameof(Math.Acos)] = "acos",
        [nameof(Math.Acosh)] = "acosh",
        [nameof(Math.Asin)] = "asin",
        [nameof(Math.Asinh)] = "asinh",
        [nameof(Math.Atan)] = "atan",
        [nameof(Math.Atan2)] = "atan2",
        [nameof(Math.Atanh)] = "atanh",
        [nameof(Math.Cbrt)] = "cbrt",
        [nameof(Math.Ceiling)] = "ceiling",
        [nameof(Math.Cos)] = "cos",
        [nameof(Math.Cosh)] = "cosh",
        [nameof(Math.Exp)] = "exp",
        [nameof(Math.Floor)] = "floor",
        [nameof(Math.Log)] = "log",
        [nameof(Math.Log10)] = "log10",
        [nameof(Math.Log2)] = "log2",
        [nameof(Math.Pow)] = "pow",
        [nameof(Math.Round)] = "round",
        [nameof(Math.Sign)] = "sign",
        [nameof(Math.Sin)] = "sin",
        [nameof(Math.Sinh)] = "sinh",
        [nameof(Math.Sqrt)] = "sqrt",
        [nameof(Math.Tan)] = "tan",
        [nameof(Math.Tanh)] = "tanh",
        [nameof(Math.Truncate)] = "truncate",
        [nameof(Math.Max)] = "greatest",
        [nameof(Math.Min)] = "least",
        [nameof(double.IsNaN)] = "is_nan",
        [nameof(double.IsInfinity)] = "is_infinity",
        [nameof(double.IsFinite)] = "is_finite",
        [nameof(double.DegreesToRadians)] = "radians",
        [nameof(double.RadiansToDegrees)] = "degrees",
    };

    private static readonly HashSet<Type> Numbers =
    [
        typeof(sbyte), typeof(short), typeof(int), typeof(long), typeof(byte), typeof(ushort), typeof(uint), typeof(ulong),
        typeof(float), typeof(double), typeof(decimal),
    ];

    /// <inheritdoc/>
    public SqlExpression? Translate(
        SqlExpression? instance,
        MethodInfo method,
        IReadOnlyList<SqlExpression> arguments,
        IDiagnosticsLogger<DbLoggerCategory.Query> logger)
    {
        var type = method.DeclaringType;
        if (instance is not null || (type != typeof(Math) && type != typeof(MathF) && (type is null || !Numbers.Contains(type))))
            return null;
        if (method.Name == nameof(Math.Clamp))
            return Call("least", method.ReturnType, Call("greatest", method.ReturnType, arguments[0], arguments[1]), arguments[2]);
        if (method.Name == nameof(Math.Round))
            return TranslateRound(method, arguments);
        if (!Functions.TryGetValue(method.Name, out var function) || !method.GetParameters().All(parameter =>
            Numbers.Contains(parameter.ParameterType)))
            return null;
        return Call(function, method.ReturnType, [.. arguments]);
    }

    private SqlFunctionExpression? TranslateRound(MethodInfo method, IReadOnlyList<SqlExpression> arguments)
    {
        if (arguments[^1].Type != typeof(MidpointRounding))
            return Call("round", method.ReturnType, [.. arguments]);
        if (arguments[^1] is not SqlConstantExpression { Value: MidpointRounding rounding })
            return null;
        var mode = rounding switch
        {
            MidpointRounding.ToEven => "to_even",
            MidpointRounding.AwayFromZero => "away_from_zero",
            MidpointRounding.ToZero => "to_zero",
            MidpointRounding.ToNegativeInfinity => "to_negative_infinity",
            _ => "to_positive_infinity",
        };
        var digits = arguments.Count == 3 ? arguments[1] : expressions.Constant(0);
        return Call("round", method.ReturnType, arguments[0], digits, expressions.Constant(mode));
    }

    // A result of the type of the first argument keeps its mapping: the rounded price is a price.
    private SqlFunctionExpression Call(string function, Type type, params SqlExpression[] arguments) =>
        expressions.Call(function, type, arguments[0].Type == type ? arguments[0].TypeMapping : null, arguments);
}
