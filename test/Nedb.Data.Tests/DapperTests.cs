using Dapper;

namespace Nedb.Data.Tests;

public class DapperTests
{
    private sealed class Team
    {
        public int Id { get; set; }

        public string Name { get; set; } = "";

        public DateOnly? Founded { get; set; }

        public List<Player> Players { get; } = [];
    }

    private sealed class Player
    {
        public long Id { get; set; }

        public string Name { get; set; } = "";

        public int Goals { get; set; }

        public decimal? Fee { get; set; }
    }

    private sealed record Score(string Name, long Total);

    [Fact]
    public void Rows_become_objects()
    {
        using var connection = Databases.OpenTeams();

        var players = connection.Query<Player>(
            "SELECT id, name, goals, fee FROM players WHERE goals > @Least ORDER BY id", new { Least = 1 }).ToList();

        Assert.Equal(["Ann", "Cy"], players.Select(player => player.Name));
        Assert.Equal([10.50m, 99.99m], players.Select(player => player.Fee));
        Assert.Equal([1L, 3L], players.Select(player => player.Id));
    }

    [Fact]
    public void Dates_nulls_and_whole_documents_come_through()
    {
        using var connection = Databases.OpenTeams();

        var teams = connection.Query<Team>("FROM teams ORDER BY id").ToList();

        Assert.Equal([new DateOnly(1901, 5, 1), null], teams.Select(team => team.Founded));
        Assert.Equal(["Reds", "Blues"], teams.Select(team => team.Name));
    }

    [Fact]
    public void Objects_are_inserted_one_by_one_and_many_at_once()
    {
        using var connection = Databases.OpenTeams();

        Assert.Equal(1, connection.Execute(
            "INSERT INTO teams (id, name, founded) VALUES (@Id, @Name, @Founded)", new Team
            {
                Id = 3,
                Name = "Greens",
                Founded = new(
                1950, 1, 2)
            }));
        Assert.Equal(2, connection.Execute(
            "INSERT INTO players (team_id, name) VALUES (@TeamId, @Name)",
            new[] { new { TeamId = 3, Name = "Di" }, new { TeamId = 3, Name = "Ed" } }));

        Assert.Equal(new DateOnly(1950, 1, 2), connection.QuerySingle<Team>("FROM teams WHERE id = @id", new { id = 3 }).Founded);
        Assert.Equal(5, connection.ExecuteScalar<int>("FROM players COUNT"));
    }

    [Fact]
    public void Joined_rows_are_split_into_several_objects()
    {
        using var connection = Databases.OpenTeams();
        var teams = new Dictionary<int, Team>();

        connection.Query<Team, Player, Team>(
            "SELECT t.id, t.name, t.founded, p.id, p.name, p.goals, p.fee "
            + "FROM teams AS t JOIN players AS p ON p.team_id = t.id ORDER BY p.id",
            (team, player) =>
            {
                if (!teams.TryGetValue(team.Id, out var known))
                    teams.Add(team.Id, known = team);
                known.Players.Add(player);
                return known;
            },
            splitOn: "id");

        Assert.Equal(["Ann", "Bo"], teams[1].Players.Select(player => player.Name));
        Assert.Equal([7], teams[2].Players.Select(player => player.Goals));
    }

    [Fact]
    public void Lists_expand_and_records_are_constructed()
    {
        using var connection = Databases.OpenTeams();

        Assert.Equal(2, connection.Query<Team>("SELECT id, name FROM teams WHERE id IN @ids", new { ids = new[] { 1, 2, 9 } }).Count());
        var scores = connection.Query<Score>(
            "SELECT t.name AS name, SUM(p.goals) AS total "
            + "FROM teams AS t JOIN players AS p ON p.team_id = t.id GROUP BY t.name ORDER BY name").ToList();
        Assert.Equal([new("Blues", 7), new("Reds", 3)], scores);
    }

    [Fact]
    public void Several_results_are_read_in_turn()
    {
        using var connection = Databases.OpenTeams();
        using var results = connection.QueryMultiple("FROM teams ORDER BY id; FROM players ORDER BY id");

        Assert.Equal(2, results.Read<Team>().Count());
        Assert.Equal(3, results.Read<Player>().Count());
    }

    [Fact]
    public async Task Asynchronous_queries_and_transactions_work()
    {
        await using var connection = Databases.OpenTeams();
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await connection.ExecuteAsync("UPDATE players SET goals = goals + @by WHERE id = @id", new { by = 5, id = 1L }, transaction);
            await transaction.CommitAsync();
        }

        Assert.Equal(8, await connection.QuerySingleAsync<int>("SELECT goals FROM players WHERE id = 1"));
        var dynamic = (await connection.QueryAsync("SELECT name, fee FROM players WHERE id = 3")).Single();
        Assert.Equal("Cy", dynamic.name);
        Assert.Equal(99.99m, dynamic.fee);
    }
}
