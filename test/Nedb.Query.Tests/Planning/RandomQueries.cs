using System.Globalization;
using System.Text;

namespace Nedb.Query.Tests.Planning;

/// <summary>Makes random data and random queries over it, all from one seed.</summary>
internal sealed class RandomQueries(int seed)
{
    public static readonly string[] Indexes =
    [
        "CREATE INDEX i_a ON t (a)",
        "CREATE INDEX i_b_desc ON t (b DESC)",
        "CREATE INDEX i_ab ON t (a, b)",
        "CREATE INDEX i_sa ON t (s, a DESC)",
        "CREATE INDEX i_part ON t (a, s) WHERE s IS NOT NULL",
        "CREATE INDEX i_flag ON t (b) WHERE f",
        "CREATE INDEX i_u_t ON u (t_id)",
        "CREATE INDEX i_u_x ON u (x DESC, t_id)",
    ];

    private readonly Random _random = new(seed);

    public string Data()
    {
        var script = new StringBuilder();
        script.AppendLine("CREATE COLLECTION t (id int32 PRIMARY KEY, a int32, b double, s string, d date, f bool, j json);");
        script.AppendLine(
            "CREATE COLLECTION u (g int32 NOT NULL, id int32 NOT NULL, t_id int32, x string, m decimal(9,2), PRIMARY KEY (g, id));");
        for (var i = 0; i < 60; i++)
            script.AppendLine(
                CultureInfo.InvariantCulture,
                $"INSERT INTO t (id, a, b, s, d, f, j) VALUES ({i * 7 % 61}, {Int(6)}, {Double()}, {Text()}, {Date()}, {Bool()}, "
                + $"{Json()});");
        for (var i = 0; i < 80; i++)
            script.AppendLine(CultureInfo.InvariantCulture,
                $"INSERT INTO u (g, id, t_id, x, m) VALUES ({_random.Next(4)}, {i}, {Int(62)}, {Text()}, {Decimal()});");
        return script.ToString();
    }

    public string Next()
    {
        var text = _random.Next(8) switch
        {
            0 => $"FROM t AS t WHERE {Condition("t")} GROUP BY {Pick("t.a", "t.s", "t.a, t.f", "t.d")} SELECT COUNT(*), SUM(t.a), "
                + $"SUM(t.b), MIN(t.s), MAX(t.id)",
            1 => $"FROM t AS t {Pick("JOIN", "LEFT JOIN")} u AS u ON {On()} WHERE {Condition("t")} SELECT t.id, t.a, u.g, u.id, u.m",
            2 => $"FROM u AS u JOIN t AS t ON {On()} WHERE {Condition("t")} AND {UCondition()} SELECT u.g, u.id, t.id{Order("t")}{Limit()}",
            3 => $"FROM t AS t WHERE {Pick("", "NOT ")}EXISTS (FROM u AS u WHERE u.t_id = t.id AND {UCondition()}) SELECT t.id{Order("t")}",
            4 => $"FROM t AS t WHERE t.id {Pick("IN", "NOT IN")} (FROM u AS u WHERE {UCondition()} SELECT u.t_id) SELECT t.id, (FROM "
                + $"u AS u WHERE u.t_id = t.id SELECT COUNT(*)) AS n",
            5 => $"FROM t AS t LEFT JOIN LATERAL (FROM u AS u WHERE u.t_id = t.id AND {UCondition()} SELECT u.x, u.m ORDER BY u.x, "
                + $"u.m DESC LIMIT 2) AS v WHERE {Condition("t")} SELECT t.id, v.x, v.m",
            6 => $"SELECT DISTINCT t.a, t.s FROM t AS t WHERE {Condition("t")}",
            _ => $"FROM t AS t WHERE {Condition("t")} SELECT t.id, t.a, t.s, t.b{Order("t")}{Limit()}",
        };
        return text;
    }

    private string On() => Pick(
        "u.t_id = t.id", "u.t_id = t.id", "u.t_id = t.a", "u.x = t.s", "u.t_id = t.id AND u.x = t.s", "u.t_id < t.a",
            "u.t_id = t.a AND u.g > 1");

    private string Condition(string alias)
    {
        var first = Atom(alias);
        return _random.Next(4) switch
        {
            0 => $"{first} AND {Atom(alias)}",
            1 => $"({first} OR {Atom(alias)}) AND {Atom(alias)}",
            2 => $"NOT ({first})",
            _ => first,
        };
    }

    private string Atom(string alias) => _random.Next(14) switch
    {
        0 => $"{alias}.a = {Int(6)}",
        1 => $"{alias}.a {Pick("<", "<=", ">", ">=", "!=")} {Int(6)}",
        2 => $"{alias}.b {Pick("<", "<=", ">", ">=", "=")} {Double()}",
        3 => $"{alias}.s {Pick("=", "!=", "<", ">=")} {Text()}",
        4 => $"{alias}.s LIKE {Pick("'a%'", "'%b'", "'_'", "'a%b%'")}",
        5 => $"{alias}.a IN ({Int(6)}, {Int(6)}, {Int(6)})",
        6 => $"{alias}.a BETWEEN {Int(3)} AND {Int(6)}",
        7 => $"{alias}.s IS {Pick("", "NOT ")}NULL",
        8 => $"{alias}.id {Pick("=", ">", "<", "!=")} {_random.Next(60)}",
        9 => $"{alias}.id IN ({_random.Next(60)}, {_random.Next(60)}, {_random.Next(60)})",
        10 => $"{alias}.f",
        11 => $"{alias}.d >= {Date()}",
        12 => $"starts_with({alias}.s, {Pick("'a'", "'ab'", "''")})",
        _ => $"{alias}.a = {Int(6)} AND {alias}.b > {Double()}",
    };

    private string UCondition() => _random.Next(6) switch
    {
        0 => $"u.g = {_random.Next(4)}",
        1 => $"u.g > {_random.Next(4)} AND u.m < 50m",
        2 => $"u.x = {Text()}",
        3 => $"u.t_id IS NOT NULL",
        4 => $"u.g = {_random.Next(4)} AND u.id > {_random.Next(80)}",
        _ => $"u.x >= {Text()}",
    };

    private string Order(string alias) => _random.Next(3) == 0
        ? string.Empty
        : " ORDER BY " + Pick(
            $"{alias}.a", $"{alias}.a DESC", $"{alias}.b", $"{alias}.b DESC", $"{alias}.s, {alias}.a DESC", $"{alias}.s DESC, {alias}.a",
                $"{alias}.id DESC",
            $"{alias}.a, {alias}.b", $"{alias}.d, {alias}.id", $"{alias}.a + 1, {alias}.id");

    private string Limit() => _random.Next(3) switch
    {
        0 => string.Create(CultureInfo.InvariantCulture, $" LIMIT {_random.Next(12)}"),
        1 => string.Create(CultureInfo.InvariantCulture, $" OFFSET {_random.Next(5)} LIMIT {_random.Next(9)}"),
        _ => string.Empty,
    };

    private string Int(int bound) => _random.Next(8) == 0 ? "null" : _random.Next(bound).ToString(CultureInfo.InvariantCulture);

    private string Double() => _random.Next(8) == 0 ? "null" : (_random.Next(20) / 4.0).ToString("0.00", CultureInfo.InvariantCulture);

    private string Decimal() =>
        _random.Next(8) == 0 ? "null" : string.Create(CultureInfo.InvariantCulture, $"{_random.Next(9000) / 100m}m");

    private string Text() => Pick("null", "'a'", "'b'", "'ab'", "'abb'", "''", "'zz'");

    private string Date() =>
        _random.Next(8) == 0 ? "null" : string.Create(CultureInfo.InvariantCulture, $"date '2024-01-{1 + _random.Next(20):00}'");

    private string Bool() => Pick("null", "true", "false");

    private string Json() => Pick("null", "{k: 1}", "[1, 2]", "'x'", "5");

    private string Pick(params ReadOnlySpan<string> choices) => choices[_random.Next(choices.Length)];
}
