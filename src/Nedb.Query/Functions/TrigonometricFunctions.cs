using Nedb.Query.Execution;
using Nedb.Storage.Values;
using static Nedb.Query.Functions.ArgumentKinds;

namespace Nedb.Query.Functions;

/// <summary>Functions of angles, in radians, and their hyperbolic twins.</summary>
internal static class TrigonometricFunctions
{
    public static IEnumerable<ScalarFunction> All =>
    [
        Of("sin", Math.Sin), Of("cos", Math.Cos), Of("tan", Math.Tan), Of("asin", Math.Asin), Of("acos", Math.Acos), Of("atan", Math.Atan),
        Of("sinh", Math.Sinh), Of("cosh", Math.Cosh), Of("tanh", Math.Tanh), Of("asinh", Math.Asinh), Of("acosh", Math.Acosh),
        Of("atanh", Math.Atanh),
        Of("degrees", double.RadiansToDegrees), Of("radians", double.DegreesToRadians),
        new("atan2", 2, 2, [Number], Returns.Double, static (a, _) =>
            NedbValue.FromDouble(Math.Atan2(Arithmetic.ToDouble(in a[0]), Arithmetic.ToDouble(in a[1])))),
    ];

    private static ScalarFunction Of(string name, Func<double, double> function) =>
        new(name, 1, 1, [Number], Returns.Double, (a, _) => NedbValue.FromDouble(function(Arithmetic.ToDouble(in a[0]))));
}
