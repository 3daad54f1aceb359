using System.Linq.Expressions;

namespace Nedb.EntityFrameworkCore.Query.RandomQueries;

/// <summary>
/// Makes LINQ queries of a seed: the same seed gives the same query in every world. Only what C# evaluates without an exception is made, so that LINQ to Objects can be the judge.
/// </summary>
public sealed partial class QueryGenerator(int seed, World world)
{
    private readonly Random _random = new(seed);
    private int _budget;

    /// <summary>A query for all rows.</summary>
    public IQueryable<Row> MakeQuery()
    {
        _budget = 3 + _random.Next(5);
        return MakeRows(depth: 0);
    }

    /// <summary>What a query gives when it is asked for one value: its name and the question.</summary>
    public (string Name, Func<IQueryable<Row>, object?> Ask) MakeQuestion() => _random.Next(12) switch
    {
        0 => ("Count", rows => rows.Count()),
        1 => ("Any", rows => rows.Any()),
        2 => ("Sum", rows => rows.Sum(row => row.I)),
        3 => ("Sum of null", rows => rows.Sum(row => row.N)),
        4 => ("Max", rows => rows.Max(row => row.N)),
        5 => ("Min", rows => rows.Min(row => (decimal?)row.D)),
        6 => ("LongCount", rows => rows.LongCount(row => row.B)),
        7 => ("All", rows => rows.All(row => row.I > 0)),
        8 => ("Average", rows => rows.Average(row => (double?)row.I)),
        9 => ("Distinct count", rows => rows.Select(row => row.S).Distinct().Count()),
        10 => ("Contains", rows => rows.Select(row => row.N).Contains(1)),
        _ => ("Max of time", rows => rows.Max(row => row.T)),
    };

    private IQueryable<Row> MakeRows(int depth)
    {
        var rows = MakeRoot();
        var steps = _random.Next(depth == 0 ? 5 : 3);
        for (var i = 0; i < steps && _budget-- > 0; i++)
            rows = MakeStep(rows, depth);
        return rows;
    }

    /// <summary>Rows to be combined with others. Objects are put into a list, since LINQ to Objects would ask again for every row.</summary>
    private IQueryable<Row> MakeOther(int depth)
    {
        var rows = MakeRows(depth);
        return rows.Provider is EnumerableQuery ? rows.ToList().AsQueryable() : rows;
    }

    private IQueryable<Row> MakeRoot() => _random.Next(5) switch
    {
        0 => Project(Filter(world.Customers)),
        1 => Project(Filter(world.Products)),
        2 => Project(world.Customers),
        _ => Project(Filter(world.Orders)),
    };

    private IQueryable<T> Filter<T>(IQueryable<T> source)
    {
        for (var i = _random.Next(3); i > 0; i--)
            source = source.Where(Lambda<T, bool>(scope => MakeBoolean(scope, 2)));
        return source;
    }

    private IQueryable<Row> Project<T>(IQueryable<T> source) => source.Select(Lambda<T, Row>(MakeRow));

    private IQueryable<Row> MakeStep(IQueryable<Row> rows, int depth)
    {
        switch (_random.Next(depth < 2 ? 12 : 6))
        {
            case 0:
                return Filter(rows);
            case 1:
                return Project(rows);
            case 2:
                return rows.Distinct();
            case 3:
                return Page(rows);
            case 4:
                return Group(rows);
            case 5:
                return rows.Where(Lambda<Row, bool>(scope => MakeBoolean(scope, 3)));
            case 6:
                return Combine(rows, MakeOther(depth + 1));
            case 7:
                return Join(rows, MakeOther(depth + 1));
            case 8:
                return rows.LeftJoin(MakeOther(depth + 1), row => row.I, row => row.I, LeftResult());
            case 9:
                return Many(rows, MakeOther(depth + 1));
            case 10:
                return Exists(rows, MakeOther(depth + 1));
            default:
                return Correlated(rows, MakeOther(depth + 1));
        }
    }

    // Every column takes part in the order: rows that tie are equal, so that it does not matter which of them a page has.
    private IQueryable<Row> Page(IQueryable<Row> rows)
    {
        var ordered = (_random.Next(2) == 0 ? rows.OrderBy(row => row.I) : rows.OrderByDescending(row => row.S))
            .ThenBy(row => row.I)
            .ThenByDescending(row => row.N)
            .ThenBy(row => row.S)
            .ThenBy(row => row.D)
            .ThenByDescending(row => row.B)
            .ThenBy(row => row.T);
        var skip = _random.Next(4);
        var take = _random.Next(6);
        return _random.Next(3) switch
        {
            0 => ordered.Take(take),
            1 => ordered.Skip(skip),
            _ => ordered.Skip(skip).Take(take),
        };
    }

    private IQueryable<Row> Group(IQueryable<Row> rows) => _random.Next(4) switch
    {
        0 => rows.GroupBy(row => row.I).Select(group => new Row
        {
            I = group.Key,
            N = group.Max(row => row.N),
            S = group.Min(row => row.S),
            D = group.Sum(row => row.D),
            B = group.Count() > 2,
            T = group.Max(row => row.T),
        }),
        1 => rows.GroupBy(row => row.S).Select(group => new Row
        {
            I = group.Count(),
            S = group.Key,
            N = group.Sum(row => row.N),
            D = group.Max(row => row.D),
            B = group.Min(row => row.I) < 1,
            T = group.Min(row => row.T),
        }),
        2 => rows.GroupBy(row => new { row.N, row.B }).Where(group => group.Count() > 1).Select(group => new Row
        {
            N = group.Key.N,
            B = group.Key.B,
            I = group.Count(row => row.I > 1),
            D = group.Average(row => row.D),
            S = group.Max(row => row.S),
            T = group.Max(row => row.T),
        }),
        _ => rows.GroupBy(row => row.N).Select(group => new Row
        {
            N = group.Key,
            I = group.Select(row => row.I).Distinct().Count(),
            B = group.Any(row => row.B),
            S = group.Min(row => row.S),
            D = group.Sum(row => row.B ? row.D : 1m),
            T = group.Max(row => row.T),
        }),
    };

    private IQueryable<Row> Combine(IQueryable<Row> left, IQueryable<Row> right) => _random.Next(4) switch
    {
        0 => left.Concat(right),
        1 => left.Union(right),
        2 => left.Intersect(right),
        _ => left.Except(right),
    };

    private IQueryable<Row> Join(IQueryable<Row> left, IQueryable<Row> right) => _random.Next(3) switch
    {
        0 => left.Join(right, row => row.I, row => row.I, (a, b) => new Row { I = a.I, N = b.N, S = a.S, D = b.D, B = a.B, T = b.T }),
        1 => left.Join(right, row => row.N, row => row.N, (a, b) => new Row { I = a.I, N = b.N, S = b.S, D = a.D, B = b.B, T = a.T }),
        _ => left.Join(
            right,
            row => new { row.N, row.B },
            row => new { row.N, row.B },
            (a, b) => new Row { I = b.I, N = a.N, S = b.S, D = a.D, B = b.B, T = a.T }),
    };

    private static Expression<Func<Row, Row?, Row>> LeftResult() => (a, b) => new Row
    {
        I = a.I,
        N = b == null ? null : b.N,
        S = b == null ? a.S : b.S,
        D = a.D,
        B = b == null,
        T = a.T,
    };

    private IQueryable<Row> Many(IQueryable<Row> left, IQueryable<Row> right) => _random.Next(4) switch
    {
        0 => left.SelectMany(a => right.Where(b => b.I == a.I), (a, b) => new Row { I = a.I, N = b.N, S = a.S, D = b.D, B = a.B, T = b.T }),
        1 => left.SelectMany(a => right.Where(b => b.N == a.N), (a, b) => new Row { I = b.I, N = a.N, S = b.S, D = b.D, B = b.B, T = b.T }),
        2 => left.SelectMany(
            a => right.Where(b => b.I <= a.I).OrderBy(b => b.I).ThenBy(b => b.N).ThenBy(b => b.S).ThenBy(b => b.D).ThenBy(b => b.B).ThenBy(b => b.T).Take(2),
            (a, b) => new Row { I = a.I, N = b.N, S = b.S, D = a.D, B = a.B, T = b.T }),
        _ => left.SelectMany(
            a => right.Where(b => b.I > a.I && b.B == a.B).Select(b => b.I).Distinct(),
            (a, i) => new Row { I = i, N = a.N, S = a.S, D = a.D, B = a.B, T = a.T }),
    };

    private IQueryable<Row> Exists(IQueryable<Row> left, IQueryable<Row> right) => _random.Next(5) switch
    {
        0 => left.Where(a => right.Any(b => b.I == a.I && b.B)),
        1 => left.Where(a => !right.Any(b => b.N == a.N)),
        2 => left.Where(a => right.Select(b => b.N).Contains(a.N)),
        3 => left.Where(a => !right.Select(b => b.S).Contains(a.S)),
        _ => left.Where(a => right.All(b => b.I != a.I || b.D > a.D)),
    };

    private IQueryable<Row> Correlated(IQueryable<Row> left, IQueryable<Row> right) => _random.Next(4) switch
    {
        0 => left.Select(a => new Row { I = right.Count(b => b.I == a.I), N = a.N, S = a.S, D = a.D, B = a.B, T = a.T }),
        1 => left.Select(a => new Row { I = a.I, N = right.Where(b => b.B == a.B).Max(b => b.N), S = a.S, D = a.D, B = a.B, T = a.T }),
        2 => left.Select(a => new Row
        {
            I = a.I,
            N = a.N,
            S = right.Where(b => b.I >= a.I).OrderBy(b => b.I).ThenBy(b => b.S).Select(b => b.S).FirstOrDefault(),
            D = a.D,
            B = a.B,
            T = a.T,
        }),
        _ => left.Select(a => new Row { I = a.I, N = a.N, S = a.S, D = right.Where(b => b.N == a.N).Sum(b => b.D), B = a.B, T = a.T }),
    };
}
