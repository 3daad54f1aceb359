using Nedb.Query.Diagnostics;
using Nedb.Query.Types;
using Nedb.Storage.Schema;
using Nedb.Storage.Values;

namespace Nedb.Query.Functions;

/// <summary>A function of values.</summary>
/// <param name="name">The name, in lower case.</param>
/// <param name="least">The least number of arguments.</param>
/// <param name="most">The greatest number of arguments.</param>
/// <param name="kinds">What each argument takes; the last stands for all that follow.</param>
/// <param name="result">The type of the result.</param>
/// <param name="evaluator">What it computes. Null arguments do not reach it unless <see cref="TakesNull"/>.</param>
internal sealed class ScalarFunction(
    string name,
    int least,
    int most,
    ArgumentKinds[] kinds,
    ResultType result,
    ScalarEvaluator evaluator)
{
    /// <summary>The greatest number of arguments of a function that takes any number.</summary>
    public const int Unbounded = int.MaxValue;

    /// <summary>Its name, in lower case.</summary>
    public string Name { get; } = name;

    /// <summary>Other names for it.</summary>
    public string[] Aliases { get; init; } = [];

    /// <summary>The least number of arguments.</summary>
    public int LeastArguments { get; } = least;

    /// <summary>The greatest number of arguments; <see cref="Unbounded"/> for any.</summary>
    public int MostArguments { get; } = most;

    /// <summary>When it gives the same for the same arguments.</summary>
    public FunctionStability Stability { get; init; }

    /// <summary>Whether it is computed where an argument is null too; otherwise null gives null.</summary>
    public bool TakesNull { get; init; }

    /// <summary>What an argument takes.</summary>
    public ArgumentKinds KindsOf(int argument) => kinds.Length == 0 ? ArgumentKinds.None : kinds[Math.Min(argument, kinds.Length - 1)];

    /// <summary>The type of the result.</summary>
    public FieldType TypeOf(params ReadOnlySpan<FieldType> arguments) => result(arguments);

    /// <summary>Computes it.</summary>
    /// <exception cref="NqlException">An argument is of a kind that the function does not take, or the result does not exist.</exception>
    public NedbValue Evaluate(ReadOnlySpan<NedbValue> arguments, FunctionContext context)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i].IsNull)
            {
                if (!TakesNull)
                    return default;
            }
            else if (((int)KindsOf(i) & (1 << (int)arguments[i].Kind)) == 0)
            {
                var found = $"{ValueErrors.Name(arguments[i].Kind)}: {ValueErrors.Show(in arguments[i])}";
                throw ValueErrors.Mismatch($"argument {i + 1} of {Name} must be {Describe(KindsOf(i))}; found {found}");
            }
        }

        try
        {
            return evaluator(arguments, context);
        }
        catch (Exception inner) when (inner is ArithmeticException or ArgumentException or FormatException or NotSupportedException)
        {
            throw ValueErrors.Invalid($"{Show(arguments)} has no result: {inner.Message}", inner);
        }
    }

    /// <summary>What a number of arguments should have been, for messages: <c>2</c>, <c>1 to 3</c>, <c>at least 1</c>.</summary>
    public string DescribeArguments() => MostArguments == Unbounded ? $"at least {LeastArguments}"
        : MostArguments == LeastArguments ? $"{LeastArguments}"
        : $"{LeastArguments} to {MostArguments}";

    private string Show(ReadOnlySpan<NedbValue> arguments)
    {
        var shown = new string[arguments.Length];
        for (var i = 0; i < shown.Length; i++)
            shown[i] = ValueErrors.Show(in arguments[i]);
        return $"{Name}({string.Join(", ", shown)})";
    }

    private static string Describe(ArgumentKinds kinds)
    {
        var names = new List<string>();
        var left = kinds;
        foreach (var (kind, text) in Descriptions)
            if ((left & kind) == kind)
            {
                names.Add(text);
                left &= ~kind;
            }

        return string.Join(" or ", names);
    }

    private static readonly (ArgumentKinds Kind, string Text)[] Descriptions =
    [
        (ArgumentKinds.Number, "a number"), (ArgumentKinds.Integer, "an integer"), (ArgumentKinds.Boolean, "a boolean"),
        (ArgumentKinds.Text, "text"),
        (ArgumentKinds.Bytes, "bytes"), (ArgumentKinds.Guid, "a guid"), (ArgumentKinds.Date, "a date"), (ArgumentKinds.Time, "a time"),
        (ArgumentKinds.Timestamp, "a timestamp"), (ArgumentKinds.Instant, "a timestamptz"), (ArgumentKinds.Duration, "a duration"),
        (ArgumentKinds.Array, "an array"), (ArgumentKinds.Object, "an object"),
    ];
}
