using Nedb.Query.Syntax.Nodes;
using Nedb.Query.Syntax.Nodes.Expressions;
using Nedb.Query.Syntax.Nodes.Queries;
using Nedb.Storage.Values;

namespace Nedb.Query.Tests.Syntax;

/// <summary>Random syntax trees, each in the one form that the parser makes of its text. The same seed gives the same trees.</summary>
internal sealed partial class RandomSyntax(int seed)
{
    private static readonly string[] NameWords =
    [
        "a", "b", "customer_id", "_seq", "Größe", "名前", "order", "from", "select", "two words", "tick`ed", "9lives", "null", "of",
        "valid", "count", "case", "not",
        "date", "default", "left", "x.y", "AS", "\"quoted\"", "desc", "set", "values", "update", "lateral", "in", "group", "limit", "end",
        "exists",
    ];

    private readonly Random _random = new(seed);

    private bool Chance(int percent) => _random.Next(100) < percent;

    private int Next(int bound) => _random.Next(bound);

    private IdentifierSyntax Name() => new(NameWords[Next(NameWords.Length)]);

    private IdentifierSyntax? MaybeName(int percent = 50) => Chance(percent) ? Name() : null;

    private SyntaxList<T> List<T>(int least, int most, Func<T> make)
    {
        var items = new T[least + Next(most - least + 1)];
        for (var i = 0; i < items.Length; i++)
            items[i] = make();
        return [.. items];
    }

    private SyntaxList<IdentifierSyntax> DistinctNames(int least, int most) =>
        [.. List(least, most, Name).DistinctBy(name => name.Text)];

    private ExpressionSyntax? Maybe(int depth, int percent = 50) => Chance(percent) ? Expression(depth) : null;

    public ExpressionSyntax Expression(int depth)
    {
        if (depth <= 0)
            return Leaf();
        return Next(24) switch
        {
            0 or 1 => new LogicalSyntax(Chance(50), List(2, 4, () => Expression(depth - 1))),
            2 => new UnarySyntax(UnaryOperator.Not, Expression(depth - 1)),
            3 => Signed(depth),
            4 or 5 or 6 or 7 => new BinarySyntax((BinaryOperator)Next(19), Expression(depth - 1), Expression(depth - 1)),
            8 => new IsNullSyntax(Expression(depth - 1), Chance(50)),
            9 => new BetweenSyntax(Expression(depth - 1), Expression(depth - 1), Expression(depth - 1), Chance(50)),
            10 => new LikeSyntax(Expression(depth - 1), Expression(depth - 1), Maybe(depth - 1, 30), Chance(50), Chance(50)),
            11 => new InListSyntax(Expression(depth - 1), List(1, 3, () => ListItem(depth - 1)), Chance(50)),
            12 => new InArraySyntax(Expression(depth - 1), Chance(50) ? new ParameterSyntax("list")
                : new ArraySyntax(List(0, 3, () => Expression(depth - 1))), Chance(50)),
            13 => new InQuerySyntax(Expression(depth - 1), Query(depth - 1), Chance(50)),
            14 => new ExistsSyntax(Query(depth - 1)),
            15 => Quantified(depth),
            16 => new SubquerySyntax(Query(depth - 1)),
            17 => new CaseSyntax(Maybe(depth - 1), List(1, 3, () =>
                new CaseBranchSyntax(Expression(depth - 1), Expression(depth - 1))), Maybe(depth - 1)),
            18 => new CastSyntax(Expression(depth - 1), Type()),
            19 => Call(depth),
            20 => new CollateSyntax(Expression(depth - 1), Name()),
            21 => new RowSyntax(List(2, 3, () => Expression(depth - 1))),
            22 => Structure(depth),
            _ => Chance(50) ? new MemberSyntax(Expression(depth - 1), Name())
                : new IndexSyntax(Expression(depth - 1), Expression(depth - 1)),
        };
    }

    // (query) alone in the parentheses of IN is a query, not a list of one.
    private ExpressionSyntax ListItem(int depth) => Expression(depth) is var item && item is SubquerySyntax ? Leaf() : item;

    private UnarySyntax Signed(int depth)
    {
        var operand = Expression(depth - 1);
        var sign = (UnaryOperator)(1 + Next(3));
        return new UnarySyntax(sign, operand);
    }

    private QuantifiedSyntax Quantified(int depth)
    {
        var isQuery = Chance(50);
        return new QuantifiedSyntax(
            (BinaryOperator)Next(6),
            Expression(depth - 1),
            Chance(50),
            isQuery ? Query(depth - 1) : null,
            isQuery ? null : ListItem(depth - 1));
    }

    private ExpressionSyntax Structure(int depth) => Chance(50)
        ? new ArraySyntax(List(0, 3, () => Expression(depth - 1)))
        : new ObjectSyntax([.. DistinctNames(0, 3).Select(name => new ObjectMemberSyntax(name, Expression(depth - 1)))]);

    private CallSyntax Call(int depth)
    {
        var isStar = Chance(10);
        return new CallSyntax(Name(), isStar ? [new StarSyntax((IdentifierSyntax?)null)] : List(0, 3, () =>
            Expression(depth - 1))) is var call && Chance(60)
            ? call
            : call with
            {
                IsDistinct = !isStar && call.Arguments.Count > 0 && Chance(40),
                OrderBy = isStar ? [] : List(0, 2, () => new OrderingSyntax(Expression(depth - 1), Chance(50))),
                Filter = Maybe(depth - 1),
                Over = Chance(50) ? Window(depth - 1) : null,
            };
    }

    private WindowSyntax Window(int depth)
    {
        var start = Bound(depth, 0, 3);
        return new WindowSyntax(
            List(0, 2, () => Expression(depth)),
            List(0, 2, () => new OrderingSyntax(Expression(depth), Chance(50))),
            Chance(40) ? new WindowFrameSyntax(start, Bound(depth, (int)start.Kind, 5)) : null);
    }

    private FrameBoundSyntax Bound(int depth, int least, int bound)
    {
        var kind = (FrameBoundKind)(least + Next(bound - least));
        return new FrameBoundSyntax(kind, kind is FrameBoundKind.Preceding or FrameBoundKind.Following ? Expression(depth) : null);
    }

    private ExpressionSyntax Leaf() => Next(5) switch
    {
        0 => new ParameterSyntax(Chance(50) ? "p0" : "select"),
        1 or 2 => new NameSyntax(List(1, 3, Name)),
        _ => new LiteralSyntax(Value()),
    };

    private NedbValue Value() => Next(16) switch
    {
        0 => NedbValue.Null,
        1 => NedbValue.FromBoolean(Chance(50)),
        2 => NedbValue.FromInt64(_random.NextInt64(long.MinValue, long.MaxValue)),
        3 => NedbValue.FromInt64(long.MinValue),
        4 => NedbValue.FromInt64(Next(10) - 5),
        5 => NedbValue.FromUInt64(ulong.MaxValue - (ulong)Next(1000)),
        6 => NedbValue.FromDouble(BitConverter.Int64BitsToDouble(_random.NextInt64()) is var binary && double.IsFinite(binary) ? binary
            : -0.0),
        7 => NedbValue.FromDouble(Next(100)),
        8 => NedbValue.FromDecimal(new decimal(Next(int.MaxValue), Next(int.MaxValue), Next(int.MaxValue), Chance(50), (byte)Next(29))),
        9 => NedbValue.FromString(Text()),
        10 => NedbValue.FromBytes([.. List(0, 5, () => (byte)Next(256))]),
        11 => NedbValue.FromGuid(new Guid(Next(int.MaxValue), (short)Next(9), 3, [1, 2, 3, 4, 5, 6, 7, 8])),
        12 => NedbValue.FromDate(DateOnly.FromDayNumber(Next(3_000_000))),
        13 => NedbValue.FromTime(new TimeOnly(_random.NextInt64(TimeSpan.TicksPerDay))),
        14 => NedbValue.FromTimestamp(
            new DateTime(_random.NextInt64(DateTime.MaxValue.Ticks), Chance(50) ? DateTimeKind.Utc : DateTimeKind.Unspecified)),
        _ => Chance(50)
            ? NedbValue.FromDuration(new TimeSpan(_random.NextInt64(long.MinValue, long.MaxValue)))
            : NedbValue.FromTimestampOffset(
                new DateTimeOffset(new DateTime(2000 + Next(50), 1, 2, 3, 4, 5).AddTicks(Next(1000)),
                TimeSpan.FromMinutes(Next(1600) - 800))),
    };

    private string Text()
    {
        const string Letters = "ab'\"\\`\n\r\t\0%_é\u2028\u0007名{}--/*";
        return new string([.. List(0, 8, () => Letters[Next(Letters.Length)])]);
    }
}
