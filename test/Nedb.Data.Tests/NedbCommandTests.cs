using System.Data;
using System.Diagnostics;

namespace Nedb.Data.Tests;

public class NedbCommandTests
{
    [Theory]
    [InlineData("name")]
    [InlineData("@name")]
    [InlineData("@NAME")]
    public void Parameters_are_bound_by_name_with_and_without_the_sign(string name)
    {
        using var connection = Databases.OpenTeams();

        Assert.Equal(1, Databases.Ask(connection, "FROM teams WHERE name = @name SELECT id", (name, "Reds")));
    }

    [Fact]
    public void A_parameter_that_is_missing_is_named()
    {
        using var connection = Databases.OpenTeams();

        var error = Databases.Refuses(
            connection, NedbErrorCode.MissingParameter, () => Databases.Ask(connection, "FROM teams WHERE name = @name", ("nam", "Reds")));

        Assert.Contains("name", error.Message);
    }

    [Fact]
    public void A_write_tells_how_many_documents_it_wrote()
    {
        using var connection = Databases.OpenTeams();

        Assert.Equal(2, Databases.Run(connection, "FROM players WHERE team_id = 1 UPDATE SET goals = goals + 1"));
        Assert.Equal(0, Databases.Run(connection, "FROM players WHERE team_id = 9 DELETE"));
        Assert.Equal(-1, Databases.Run(connection, "FROM players"));
        Assert.Equal(3, Databases.Run(connection, "FROM players WHERE team_id = 1 DELETE; FROM players DELETE"));
    }

    [Fact]
    public void A_scalar_is_the_first_column_of_the_first_row()
    {
        using var connection = Databases.OpenTeams();

        Assert.Equal("Blues", Databases.Ask(connection, "FROM teams ORDER BY name SELECT name, id"));
        Assert.Equal(DBNull.Value, Databases.Ask(connection, "FROM teams WHERE id = 2 SELECT founded"));
        Assert.Null(Databases.Ask(connection, "FROM teams WHERE id = 9 SELECT name"));
        Assert.Null(Databases.Ask(connection, "FROM teams WHERE id = 9 DELETE"));
        Assert.Equal(4L, Databases.Ask(connection, "INSERT INTO players (name) VALUES (\"Di\") RETURNING id"));
    }

    [Fact]
    public void Statements_of_one_text_give_their_results_in_turn_and_are_one_commit()
    {
        using var connection = Databases.OpenTeams();
        var before = connection.GetNedbDatabase().Seq;
        using var reader = connection.CreateCommand("""
            FROM teams ORDER BY id SELECT name;
            INSERT INTO teams (id, name) VALUES (3, "Greens");
            FROM teams WHERE id = 3 SELECT id, name
            """).ExecuteReader();

        Assert.Equal(1, reader.FieldCount);
        Assert.True(reader.Read());
        Assert.Equal("Reds", reader.GetString(0));
        Assert.True(reader.NextResult());
        Assert.Equal(2, reader.FieldCount);
        Assert.True(reader.Read());
        Assert.Equal(3, reader.GetInt32(0));
        Assert.False(reader.NextResult());
        Assert.Equal(1, reader.RecordsAffected);
        Assert.Equal(0, reader.FieldCount);
        reader.Close();
        Assert.Equal(1, reader.RecordsAffected);
        Assert.Equal(before + 1, connection.GetNedbDatabase().Seq);
    }

    [Fact]
    public void A_text_that_fails_in_the_middle_leaves_nothing()
    {
        using var connection = Databases.OpenTeams();

        Databases.Refuses(connection, NedbErrorCode.DuplicateKey, () => Databases.Run(
            connection, "INSERT INTO teams (id, name) VALUES (3, \"Greens\"); INSERT INTO teams (id, name) VALUES (1, \"Pinks\")"));

        Assert.Null(Databases.Ask(connection, "FROM teams WHERE id = 3"));
    }

    [Fact]
    public void Several_readers_may_be_open_and_each_shows_the_state_of_its_beginning()
    {
        using var connection = Databases.OpenTeams();
        using var teams = connection.CreateCommand("FROM teams ORDER BY id SELECT id").ExecuteReader();
        Assert.True(teams.Read());
        using var players = connection.CreateCommand("FROM players ORDER BY id SELECT name").ExecuteReader();
        Assert.True(players.Read());
        Databases.Run(connection, "FROM players DELETE; FROM teams DELETE");

        Assert.True(teams.Read());
        Assert.Equal(2, teams.GetInt32(0));
        Assert.True(players.Read());
        Assert.Equal("Bo", players.GetString(0));
        Assert.True(players.Read());
        Assert.False(players.Read());
    }

    [Fact]
    public void A_statement_is_shared_by_commands_and_survives_another_database()
    {
        var statement = new NedbStatement("FROM teams WHERE id = @id SELECT name");
        using var first = Databases.OpenTeams();
        using var second = Databases.OpenTeams();
        Databases.Run(second, "FROM teams WHERE id = 1 UPDATE SET name = \"Crimsons\"");

        foreach (var (connection, expected) in new[] { (first, "Reds"), (second, "Crimsons"), (first, "Reds") })
        {
            using var command = new NedbCommand { Connection = connection, Statement = statement };
            command.Parameters.AddWithValue("id", 1);
            Assert.Equal(statement.Text, command.CommandText);
            Assert.Same(statement, command.Statement);
            Assert.Equal(expected, command.ExecuteScalar());
        }
    }

    [Fact]
    public void A_prepared_command_runs_again_with_other_values_and_follows_the_schema()
    {
        using var connection = Databases.OpenTeams();
        using var command = Databases.Command(connection, "FROM teams WHERE id = @id SELECT name", ("id", 1));
        command.Prepare();
        Assert.Equal("Reds", command.ExecuteScalar());
        command.Parameters["id"].Value = 2;
        Assert.Equal("Blues", command.ExecuteScalar());
        Databases.Run(connection, "ALTER COLLECTION teams ADD rank int32 DEFAULT 5");
        command.CommandText = "FROM teams WHERE id = @id SELECT rank";
        Assert.Equal(5, command.ExecuteScalar());
    }

    [Fact]
    public void Preparing_what_is_not_nql_says_where()
    {
        using var connection = Databases.Open();

        var error = Databases.Refuses(connection, NedbErrorCode.Syntax, () => connection.CreateCommand("FROM teams\nWHERE = 1").Prepare());

        Assert.Equal(2, error.Line);
        Assert.True(error.Column > 0);
        Assert.Throws<InvalidOperationException>(() => connection.CreateCommand("  ").ExecuteNonQuery());
    }

    [Fact]
    public void Schema_only_gives_columns_and_writes_nothing()
    {
        using var connection = Databases.OpenTeams();
        var before = connection.GetNedbDatabase().Checkpoint;
        using var reader = connection.CreateCommand("INSERT INTO teams (id, name) VALUES (3, \"Greens\") RETURNING id, name")
            .ExecuteReader(CommandBehavior.SchemaOnly);

        Assert.Equal(["id", "name"], reader.GetColumnSchema().Select(column => column.ColumnName));
        Assert.Equal(typeof(int), reader.GetFieldType(0));
        Assert.False(reader.Read());
        reader.Close();
        Assert.Equal(before, connection.GetNedbDatabase().Checkpoint);
        using var transaction = connection.BeginTransaction();
        using (var inside = connection.CreateCommand("FROM players DELETE RETURNING name").ExecuteReader(CommandBehavior.SchemaOnly))
            Assert.Equal("name", inside.GetName(0));
        transaction.Commit();
        Assert.Equal(before, connection.GetNedbDatabase().Checkpoint);
    }

    [Fact]
    public void A_reader_may_close_its_connection()
    {
        using var connection = Databases.OpenTeams();
        using (connection.CreateCommand("FROM teams").ExecuteReader(CommandBehavior.CloseConnection))
            Assert.Equal(ConnectionState.Open, connection.State);

        Assert.Equal(ConnectionState.Closed, connection.State);
    }

    [Fact]
    public void A_command_runs_in_the_transaction_of_its_connection_only()
    {
        using var connection = Databases.OpenTeams();
        using var other = Databases.OpenTeams();
        using var foreign = other.BeginTransaction();
        using var command = new NedbCommand("FROM teams", connection, foreign);

        Assert.Throws<InvalidOperationException>(() => command.ExecuteScalar());
        var own = connection.BeginTransaction();
        command.Transaction = own;
        Assert.NotNull(command.ExecuteScalar());
        own.Commit();
        Assert.Contains("committed", Assert.Throws<InvalidOperationException>(() => command.ExecuteScalar()).Message);
    }

    [Fact]
    public async Task The_asynchronous_twins_do_the_same()
    {
        await using var connection = Databases.OpenTeams();
        await using var insert = Databases.Command(
            connection, "INSERT INTO teams (id, name) VALUES (@id, @name)", ("id", 3), ("name", "Greens"));
        Assert.Equal(1, await insert.ExecuteNonQueryAsync());
        Assert.Equal("Greens", Databases.Ask(connection, "FROM teams WHERE id = 3 SELECT name"));
        Assert.Equal(NedbErrorCode.DuplicateKey, (await Assert.ThrowsAsync<NedbException>(() => insert.ExecuteNonQueryAsync())).Code);
        await using var count = connection.CreateCommand("FROM teams COUNT");
        Assert.Equal(3L, Convert.ToInt64(await count.ExecuteScalarAsync()));
        await using var names = connection.CreateCommand("FROM teams ORDER BY id SELECT name");
        await using var reader = await names.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync());
        Assert.Equal("Reds", reader.GetString(0));
        await Assert.ThrowsAsync<OperationCanceledException>(() => names.ExecuteReaderAsync(new CancellationToken(canceled: true)));
        Assert.True(names.ExecuteReaderAsync(new CancellationToken(canceled: true)).IsCanceled);
        await Assert.ThrowsAsync<OperationCanceledException>(() => insert.ExecuteNonQueryAsync(new CancellationToken(canceled: true)));
    }

    [Fact]
    public void A_command_that_runs_too_long_ends_with_a_timeout()
    {
        using var connection = OpenMany();
        using var command = connection.CreateCommand(Endless);
        command.CommandTimeout = 1;
        var watch = Stopwatch.StartNew();

        var error = Databases.Refuses(connection, NedbErrorCode.Timeout, () => command.ExecuteScalar());

        Assert.Contains("1 s", error.Message);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30));
        Assert.Equal(300L, Convert.ToInt64(Databases.Ask(connection, "FROM numbers COUNT")));
    }

    [Fact]
    public async Task Cancelling_ends_a_command()
    {
        using var connection = OpenMany();
        using var command = connection.CreateCommand(Endless);
        command.CommandTimeout = 0;
        var running = Task.Run(() => command.ExecuteScalar());
        while (!running.IsCompleted)
        {
            command.Cancel();
            await Task.Delay(10);
        }

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        using var source = new CancellationTokenSource(50);
        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Run(() => command.ExecuteScalarAsync(source.Token)));
        Assert.Equal(source.Token, error.CancellationToken);
    }

    [Fact]
    public void The_deadline_comes_from_the_connection_unless_it_is_set()
    {
        using var connection = Databases.Open("Data Source=:memory:;Default Timeout=12");
        using var command = connection.CreateCommand("FROM x");

        Assert.Equal(12, command.CommandTimeout);
        connection.DefaultTimeout = 4;
        Assert.Equal(4, command.CommandTimeout);
        command.CommandTimeout = 0;
        Assert.Equal(0, command.CommandTimeout);
        Assert.Throws<ArgumentOutOfRangeException>(() => command.CommandTimeout = -1);
        Assert.Throws<NotSupportedException>(() => command.CommandType = CommandType.StoredProcedure);
    }

    [Fact]
    public void Reading_rows_of_the_engine_allocates_nothing_for_each()
    {
        using var connection = OpenMany();
        using var reader = connection.CreateCommand("FROM numbers AS a CROSS JOIN numbers AS b WHERE a.n > b.n SELECT a.n, b.n").ExecuteReader();
        long Sum(int rows)
        {
            long sum = 0;
            for (var i = 0; i < rows && reader.Read(); i++)
                sum += reader.GetInt32(0) + reader.GetFieldValue<int>(1);
            return sum;
        }

        var sum = Sum(2_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        sum += Sum(20_000);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.True(sum > 0);
        Assert.InRange(allocated, 0, 20_000);
    }

    // 300 to the power of four rows: hours.
    private const string Endless =
        "FROM numbers AS a CROSS JOIN numbers AS b CROSS JOIN numbers AS c CROSS JOIN numbers AS d SELECT SUM(a.n * b.n * c.n * d.n)";

    private static NedbConnection OpenMany()
    {
        var connection = Databases.Open();
        Databases.Run(connection, "CREATE COLLECTION numbers (n int32 NOT NULL PRIMARY KEY)");
        connection.Write([.. Enumerable.Range(1, 300).Select(n => new NedbWrite
        {
            Kind = NedbWriteKind.Insert,
            Collection = "numbers",
            SetFields = ["n"],
            SetValues = [n],
        })]);
        return connection;
    }
}
