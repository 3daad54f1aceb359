using System.Globalization;
using System.Numerics;
using Nedb.Query.Diagnostics;
using Nedb.Query.Tests.Specs;
using Nedb.Storage.Schema;
using Nedb.Storage.Values;

namespace Nedb.Query.Tests.Execution;

public sealed class ArithmeticTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Theory]
    [InlineData("duration \"01:00:00\" * (0.0 / 0.0)", "outside of what")]
    [InlineData("(0.0 / 0.0) * duration \"01:00:00\"", "outside of what")]
    [InlineData("duration \"01:00:00\" / (0.0 / 0.0)", "outside of what")]
    [InlineData("duration \"01:00:00\" * 1e300", "outside of what")]
    [InlineData("-duration \"-10675199.02:48:05.4775808\"", "outside of what a duration can hold")]
    [InlineData("CAST(char_from_code(55357) AS array)", "not JSON")]
    [InlineData("CAST(char_from_code(55357) AS object)", "not JSON")]
    [InlineData("CAST(char_from_code(55357) AS json)", "not JSON")]
    public void What_has_no_result_is_a_typed_error_that_tells_where(string expression, string part)
    {
        var failure = Assert.Throws<NqlException>(() => _database.Texts("SELECT " + expression));

        Assert.Equal(NqlErrorCode.ValueInvalid, failure.Code);
        Assert.Contains(part, failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, failure.Line);
        Assert.InRange(failure.Column, 8, 8 + expression.Length);
    }

    /// <summary>
    /// The type that a column is declared to have is that of its values. Strategy: random pairs of integers of all widths, many of them
    /// at the bounds of their types, by every operator, one by one and in batches; the exact result, by <see cref="BigInteger"/>, comes
    /// out where the declared type can hold it, and is an overflow where it cannot.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void An_integer_is_of_the_type_that_was_declared_or_an_overflow(int seed)
    {
        var random = new Random(seed);
        _database.Run(
            """
            CREATE COLLECTION pairs (id int32 PRIMARY KEY,
                a_int32 int32, b_int32 int32, a_uint32 uint32, b_uint32 uint32,
                a_int64 int64, b_int64 int64, a_uint64 uint64, b_uint64 uint64)
            """);
        string[] types = ["int32", "uint32", "int64", "uint64"];
        string[] operators = ["+", "-", "*", "/", "%", "&", "|", "^", "<<", ">>"];
        for (var id = 1; id <= 300; id++)
        {
            var (left, right) = (types[random.Next(4)], types[random.Next(4)]);
            var (a, b) = (Draw(random, left), Draw(random, right));
            var sign = operators[random.Next(operators.Length)];
            if (sign is "<<" or ">>")
                (right, b) = ("int32", random.Next(64));
            _database.Run(string.Create(
                CultureInfo.InvariantCulture, $"INSERT INTO pairs (id, a_{left}, b_{right}) VALUES ({id}, {a}, {b})"));
            var exact = Compute(sign, a, b);
            var pair = $"a_{left} {sign} b_{right}";
            foreach (var expression in (string[])[pair, $"SUM({pair})", $"SUM({pair}) OVER ()"])
                Check($"FROM pairs WHERE id = {id} SELECT {expression}", exact, $"{a} {sign} {b}");
            Check($"FROM pairs WHERE id = {id} SELECT -a_{left}", -a, $"-{a}");
            Check($"FROM pairs WHERE id = {id} SELECT abs(a_{left})", BigInteger.Abs(a), $"abs({a})");
            Check($"FROM pairs WHERE id = {id} SELECT ~a_{left}", null, $"~{a}");
            Check($"FROM pairs WHERE id = {id} SELECT shift_left(a_{left}, 63)", null, $"shift_left({a}, 63)");
            Check($"FROM VALUES (CAST({a} AS {left})), (CAST({a} AS {left})) AS v(x) SELECT SUM(x)", 2 * a, $"2 * {a}");
        }
    }

    private void Check(string text, BigInteger? exact, string what)
    {
        try
        {
            using var result = _database.Execute(text);
            Assert.True(result.Read());
            var value = result.GetValue(0);
            var found = value.Kind == ValueKind.UInt64 ? value.AsUInt64() : (BigInteger)value.AsInt64();
            var kind = result.Columns[0].Type.Kind;
            Assert.True(Holds(kind, found), $"{what} is declared {kind}; found {found}: {text}");
            if (exact is { } expected)
                Assert.True(expected == found, $"{what} is {expected}; found {found}: {text}");
        }
        catch (NqlException failure)
        {
            Assert.Equal(NqlErrorCode.ValueInvalid, failure.Code);
            var isOverflow = exact is { } wanted && !(Holds(FieldKind.Int64, wanted) && Holds(FieldKind.UInt64, wanted));
            Assert.True(isOverflow || failure.Message.Contains("Division by zero", StringComparison.Ordinal), $"{what}: {failure.Message}");
        }
    }

    private static bool Holds(FieldKind kind, BigInteger value) => kind switch
    {
        FieldKind.Int32 => value >= int.MinValue && value <= int.MaxValue,
        FieldKind.UInt32 => value >= 0 && value <= uint.MaxValue,
        FieldKind.Int64 => value >= long.MinValue && value <= long.MaxValue,
        FieldKind.UInt64 => value >= 0 && value <= ulong.MaxValue,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No integer comes out as this."),
    };

    // Null where there is no number to expect: for bits, and where nothing comes out.
    private static BigInteger? Compute(string sign, BigInteger a, BigInteger b) => sign switch
    {
        "+" => a + b,
        "-" => a - b,
        "*" => a * b,
        "/" when !b.IsZero => a / b,
        "%" when !b.IsZero => a % b,
        _ => null,
    };

    private static BigInteger Draw(Random random, string type)
    {
        var (least, most) = type switch
        {
            "int32" => (int.MinValue, int.MaxValue),
            "uint32" => (BigInteger.Zero, uint.MaxValue),
            "int64" => (long.MinValue, long.MaxValue),
            _ => (BigInteger.Zero, (BigInteger)ulong.MaxValue),
        };
        return random.Next(5) switch
        {
            0 => least + random.Next(3),
            1 => most - random.Next(3),
            2 => BigInteger.Max(least, random.Next(-3, 4)),
            3 => BigInteger.Max(least, random.Next(-100_000, 100_000)),
            _ => least + new BigInteger(random.NextDouble() * (double)(most - least) / 2),
        };
    }
}
