using Nedb.Query.Execution;
using Nedb.Query.Tests.Specs;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Query.Tests.Planning;

/// <summary>
/// A statement that stays prepared, with values of its parameters of which some find a few documents and others nearly all.
/// </summary>
public sealed class ParameterTests : IDisposable
{
    private const int Orders = 4_000;

    private readonly TestDatabase _database = new();

    public ParameterTests()
    {
        _database.Run(
            "CREATE COLLECTION orders (id int64 PRIMARY KEY, status int64, day int64); CREATE INDEX by_status ON orders (status); "
            + "CREATE INDEX by_day ON orders (day);");
        for (var first = 0; first < Orders; first += 1_000)
            _database.Run("PUT orders " + string.Join(
                ", ", Enumerable.Range(first, 1_000).Select(static id => $"{{id: {id}, status: {StatusOf(id)}, day: {id * 7 % Orders}}}")));
    }

    public static TheoryData<string> Queries =>
    [
        "FROM orders WHERE status = @status SELECT SUM(day)",
        "FROM orders WHERE status = @status SELECT COUNT(*)",
        "FROM orders WHERE status = @status SELECT id LIMIT 3",
        "FROM orders WHERE status = @status SELECT id ORDER BY day DESC LIMIT 3",
        "FROM orders WHERE status = @status AND day < 100 SELECT COUNT(*), MAX(id)",
        "FROM orders AS a JOIN orders AS b ON a.id = b.day WHERE a.status = @status SELECT COUNT(*), SUM(b.id)",
    ];

    public void Dispose() => _database.Dispose();

    [Fact]
    public void An_index_is_used_for_the_values_that_find_little()
    {
        var statement = Prepare("FROM orders WHERE status = @status SELECT SUM(day)");

        Assert.Equal("scan", WayFor(statement, 1));
        Assert.Equal("index scan", WayFor(statement, 9));
        Assert.Equal("scan", WayFor(statement, 1));
    }

    [Fact]
    public void The_first_page_is_walked_to_in_order_only_where_many_can_be_on_it()
    {
        var statement = Prepare("FROM orders WHERE status = @status SELECT id ORDER BY day DESC LIMIT 3");

        Assert.Equal("orders by index by_day backwards", DetailFor(statement, 1));
        Assert.Equal("orders by index by_status: status = @status", DetailFor(statement, 9));
    }

    [Fact]
    public void Plans_that_were_made_are_used_again()
    {
        var statement = Prepare("FROM orders WHERE status = @status SELECT SUM(day)");
        var view = _database.Store.OpenSnapshot();

        var common = Plan(statement, view, 1);
        var rare = Plan(statement, view, 9);

        Assert.NotSame(common, rare);
        Assert.Same(common, Plan(statement, view, 1));
        Assert.Same(rare, Plan(statement, view, 9));
        // What is not there finds little as well.
        Assert.Same(rare, Plan(statement, view, 77));
    }

    [Fact]
    public void A_plan_for_little_is_not_kept_for_much_once_it_met_much()
    {
        const string Query = "FROM orders WHERE status = @status SELECT SUM(day)";
        var script = (PreparedScript)_database.Engine.Prepare(Query);
        Assert.Equal("index scan", WayFor(script.Statements[0], 9));
        // Nothing is looked up before a run that costs little, so the first value that finds much is met by surprise.
        Assert.Equal("index scan", WayFor(script.Statements[0], 1));

        using (var result = _database.Session.Execute(script, Status(1)))
            Assert.True(result.Read());

        Assert.Equal("scan", WayFor(script.Statements[0], 1));
        Assert.Equal("index scan", WayFor(script.Statements[0], 9));
    }

    [Fact]
    public void Entries_of_an_index_are_counted_however_many_they_are()
    {
        var statement = Prepare("FROM orders WHERE status = @status SELECT COUNT(*)");

        Assert.Equal("index scan", WayFor(statement, 1));
        Assert.Equal("scan", WayFor(Prepare("FROM orders WHERE status = @status AND day != 5 SELECT COUNT(*)"), 1));
    }

    [Fact]
    public void What_is_counted_for_each_outer_row_is_read_once_the_cheapest_way()
    {
        const string Query = "FROM orders AS a WHERE a.id < 3000 "
            + "SELECT (FROM orders AS b WHERE b.status = @status AND b.id + b.day = a.day SELECT COUNT(*))";

        Assert.Contains(
            _database.Texts("EXPLAIN " + Query, ("status", NedbValue.FromInt64(1))), static row => row.Contains("orders by all", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Queries))]
    public void Answers_are_those_without_an_index_whatever_value_came_first(string query)
    {
        using var plain = new TestDatabase();
        plain.Run("CREATE COLLECTION orders (id int64 PRIMARY KEY, status int64, day int64)");
        plain.Run("PUT orders " + string.Join(
            ", ", Enumerable.Range(0, Orders).Select(static id => $"{{id: {id}, status: {StatusOf(id)}, day: {id * 7 % Orders}}}")));
        foreach (var first in (long[])[1, 9])
        {
            var script = _database.Engine.Prepare(query);
            foreach (var status in (long[])[first, 9, 2, 1, 77, 9])
            {
                var expected = plain.Texts(query, ("status", NedbValue.FromInt64(status)));
                using var result = _database.Session.Execute(script, Status(status));
                var rows = new List<string>();
                while (result.Read())
                    rows.Add(string.Join(" | ", Enumerable.Range(0, result.Columns.Count).Select(i => result.GetValue(i).ToString())));
                Assert.Equal(expected, rows);
            }
        }
    }

    private static int StatusOf(int id) => id % 1_000 == 7 ? 9 : id % 10 == 0 ? 2 : 1;

    private static NqlParameters Status(long status)
    {
        var parameters = new NqlParameters();
        parameters.Set("status", NedbValue.FromInt64(status));
        return parameters;
    }

    private PreparedStatement Prepare(string query) => ((PreparedScript)_database.Engine.Prepare(query)).Statements[0];

    private string WayFor(PreparedStatement statement, long status)
    {
        var view = _database.Store.OpenSnapshot();
        return ScanOf(Plan(statement, view, status).Query!.Root).Name;
    }

    private string DetailFor(PreparedStatement statement, long status)
    {
        var view = _database.Store.OpenSnapshot();
        return ScanOf(Plan(statement, view, status).Query!.Root).Detail;
    }

    private static StatementPlan Plan(PreparedStatement statement, ReadView view, long status) =>
        statement.Plan(view, [NedbValue.FromInt64(status)], CancellationToken.None);

    private static Plan ScanOf(Plan plan) => plan.Inputs.Count == 0 ? plan : ScanOf(plan.Inputs[0]);
}
