using System.Data;

namespace Nedb.Data.Tests;

public class NedbConnectionTests
{
    [Fact]
    public void Opening_makes_the_database_and_closing_tells_those_who_listen()
    {
        using var folder = new TemporaryFolder();
        using var connection = new NedbConnection(folder.Database);
        var changes = new List<(ConnectionState, ConnectionState)>();
        connection.StateChange += (_, change) => changes.Add((change.OriginalState, change.CurrentState));

        Assert.False(NedbConnection.DatabaseExists(folder.Database));
        Assert.Equal(ConnectionState.Closed, connection.State);
        connection.Open();
        Assert.True(NedbConnection.DatabaseExists(folder.Database));
        Assert.Equal(ConnectionState.Open, connection.State);
        Assert.Equal("database", connection.Database);
        Assert.Equal(folder.Database, connection.DataSource);
        Assert.Throws<InvalidOperationException>(connection.Open);
        Assert.Throws<InvalidOperationException>(() => connection.ConnectionString = "x");
        connection.Close();
        connection.Close();

        Assert.Equal([(ConnectionState.Closed, ConnectionState.Open), (ConnectionState.Open, ConnectionState.Closed)], changes);
    }

    [Fact]
    public void Nothing_is_touched_before_opening()
    {
        using var folder = new TemporaryFolder();
        using var connection = new NedbConnection(folder.Database);
        using var command = connection.CreateCommand("FROM x");

        Assert.False(Directory.Exists(folder.Database));
        Assert.Throws<InvalidOperationException>(() => command.ExecuteScalar());
        Assert.Throws<InvalidOperationException>(connection.BeginTransaction);
        Assert.Throws<InvalidOperationException>(connection.GetNedbDatabase);
        Assert.Throws<InvalidOperationException>(new NedbConnection().Open);
    }

    [Fact]
    public void What_was_written_is_there_after_the_pool_let_go()
    {
        using var folder = new TemporaryFolder();
        using (var connection = Databases.OpenTeams(folder.Database))
            Databases.Run(connection, "INSERT INTO teams (id, name) VALUES (3, \"Greens\")");
        NedbConnection.ClearAllPools();

        using var again = Databases.Open(folder.Database);

        Assert.Equal(3L, Convert.ToInt64(Databases.Ask(again, "FROM teams COUNT")));
    }

    [Fact]
    public void A_database_in_memory_belongs_to_its_connection_or_to_its_name()
    {
        using var first = Databases.OpenTeams();
        using var second = Databases.Open();
        Assert.Equal(0, second.GetNedbDatabase().Seq);

        using var shared = Databases.OpenTeams("Data Source=nedb-connection-tests;Mode=Memory");
        using (var other = Databases.Open("Data Source=nedb-connection-tests;Mode=Memory"))
            Assert.Equal(shared.GetNedbDatabase().Head, other.GetNedbDatabase().Head);
        Assert.True(NedbConnection.DatabaseExists("Data Source=nedb-connection-tests;Mode=Memory"));
        shared.Close();
        Assert.False(NedbConnection.DatabaseExists("Data Source=nedb-connection-tests;Mode=Memory"));
        shared.Open();
        Assert.Equal(0, shared.GetNedbDatabase().Seq);
    }

    [Theory]
    [InlineData("Data Source=:memory:", true)]
    [InlineData("Data Source=:MEMORY:", true)]
    [InlineData("Data Source=teams;Mode=Memory", true)]
    [InlineData("Mode=Memory", true)]
    [InlineData("Data Source=./teams", false)]
    [InlineData("", false)]
    public void A_connection_knows_whether_its_database_lives_in_memory(string connectionString, bool isInMemory)
    {
        using var connection = new NedbConnection(connectionString);

        Assert.Equal(isInMemory, connection.IsInMemory);
    }

    [Fact]
    public void Mode_says_whether_a_missing_database_is_made()
    {
        using var folder = new TemporaryFolder();

        foreach (var mode in new[] { "ReadWrite", "ReadOnly" })
            using (var connection = new NedbConnection($"Data Source={folder.Database};Mode={mode}"))
                Assert.Equal(NedbErrorCode.PathInvalid, Assert.Throws<NedbException>(connection.Open).Code);
        Assert.False(Directory.Exists(folder.Database));
    }

    [Fact]
    public void A_connection_that_only_reads_refuses_to_write_and_sees_what_others_write()
    {
        using var folder = new TemporaryFolder();
        using var writer = Databases.OpenTeams(folder.Database);
        using var reader = Databases.Open($"Data Source={folder.Database};Mode=ReadOnly");

        Databases.Refuses(
            reader, NedbErrorCode.ReadOnly, () => Databases.Run(reader, "INSERT INTO teams (id, name) VALUES (3, \"Greens\")"));
        Databases.Refuses(reader, NedbErrorCode.ReadOnly, () => reader.Write([Teams.Insert(3, "Greens")]));
        Databases.Run(writer, "INSERT INTO teams (id, name) VALUES (3, \"Greens\")");

        Assert.Equal("Greens", Databases.Ask(reader, "FROM teams WHERE id = 3 SELECT name"));
    }

    [Fact]
    public void A_database_opened_for_reading_alone_shows_the_newest_state_when_opened_again()
    {
        using var folder = new TemporaryFolder();
        Databases.OpenTeams(folder.Database).Close();
        NedbConnection.ClearAllPools();
        var reading = $"Data Source={folder.Database};Mode=ReadOnly";
        using (var reader = Databases.Open(reading))
            Assert.Equal(2L, Convert.ToInt64(Databases.Ask(reader, "FROM teams COUNT")));

        using (var other = SecondProcess.Open(folder.Database))
        {
            other.Execute("INSERT INTO teams (id, name) VALUES (3, \"Greens\")");
            using var reader = Databases.Open(reading);
            Assert.Equal(3L, Convert.ToInt64(Databases.Ask(reader, "FROM teams COUNT")));
        }
    }

    [Fact]
    public void A_connection_as_of_a_seq_reads_the_past_only()
    {
        using var folder = new TemporaryFolder();
        using var present = Databases.OpenTeams(folder.Database);
        var seq = present.GetNedbDatabase().Seq;
        Databases.Run(present, "FROM teams WHERE id = 1 UPDATE SET name = \"Crimsons\"");

        using var past = Databases.Open($"Data Source={folder.Database};Read As Of={seq}");

        Assert.Equal("Reds", Databases.Ask(past, "FROM teams WHERE id = 1 SELECT name"));
        Databases.Refuses(past, NedbErrorCode.ReadOnly, () => Databases.Run(past, "FROM teams DELETE"));
        using var transaction = past.BeginTransaction();
        Assert.Equal("Reds", Databases.Ask(past, "FROM teams WHERE id = 1 SELECT name"));
        transaction.Commit();
    }

    [Fact]
    public void Closing_ends_readers_and_transactions()
    {
        using var folder = new TemporaryFolder();
        using var connection = Databases.OpenTeams(folder.Database);
        var transaction = connection.BeginTransaction();
        Databases.Run(connection, "FROM teams UPDATE SET founded = null");
        var reader = connection.CreateCommand("FROM teams").ExecuteReader();
        var another = connection.CreateCommand("FROM players").ExecuteReader();

        connection.Close();

        Assert.True(reader.IsClosed);
        Assert.True(another.IsClosed);
        Assert.Throws<InvalidOperationException>(transaction.Commit);
        connection.Open();
        Assert.Equal(new DateOnly(1901, 5, 1), Databases.Ask(connection, "FROM teams WHERE id = 1 SELECT founded"));
    }

    [Fact]
    public async Task The_asynchronous_twins_do_the_same()
    {
        using var folder = new TemporaryFolder();
        await using var connection = new NedbConnection(folder.Database);
        await connection.OpenAsync();
        Assert.Equal(ConnectionState.Open, connection.State);
        await connection.CloseAsync();
        Assert.Equal(ConnectionState.Closed, connection.State);
        await Assert.ThrowsAsync<OperationCanceledException>(() => connection.OpenAsync(new CancellationToken(canceled: true)));
    }

    [Fact]
    public void A_connection_has_one_database()
    {
        using var connection = Databases.Open();

        Assert.Throws<NotSupportedException>(() => connection.ChangeDatabase("other"));
    }

    [Fact]
    public void Closing_with_a_reader_whose_last_statement_fails_closes_all_the_same()
    {
        using var connection = Databases.OpenTeams("Data Source=nedb-connection-tests;Mode=Memory");
        var transaction = connection.BeginTransaction();
        var failing = connection.CreateCommand("FROM teams; INSERT INTO teams (id, name) VALUES (1, \"Again\")").ExecuteReader();
        var other = connection.CreateCommand("FROM players").ExecuteReader();

        Assert.Equal(NedbErrorCode.DuplicateKey, Assert.Throws<NedbException>(connection.Close).Code);

        Assert.Equal(ConnectionState.Closed, connection.State);
        Assert.True(failing.IsClosed);
        Assert.True(other.IsClosed);
        Assert.False(NedbConnection.DatabaseExists(connection.ConnectionString));
        transaction.Dispose();
    }

    [Fact]
    public void A_process_that_ends_with_open_connections_closes_the_database()
    {
        using var folder = new TemporaryFolder();
        Databases.OpenTeams(folder.Database).Close();
        NedbConnection.ClearAllPools();
        using (var other = SecondProcess.Open($"Data Source={folder.Database};Synchronous=Off", isLeftOpen: true))
            Assert.Equal("null", other.Execute("INSERT INTO teams (id, name) VALUES (3, \"Greens\")"));

        // docs/format.md: the manifest claims the last seq only where the log was closed.
        var claimed = BitConverter.ToInt64(File.ReadAllBytes(System.IO.Path.Join(folder.Database, "MANIFEST")), 40);
        using var connection = Databases.Open(folder.Database);

        Assert.Equal(connection.GetNedbDatabase().Seq, claimed);
        Assert.Equal("Greens", Databases.Ask(connection, "FROM teams WHERE id = 3 SELECT name"));
        Assert.Equal(0, connection.GetNedbDatabase().TornBytesCut);
        Assert.True(connection.GetNedbDatabase().Verify().IsIntact);
    }

    [Fact]
    public void A_commit_may_say_in_advance_what_it_is()
    {
        using var connection = Databases.OpenTeams();
        connection.NextCommit = new() { Client = "tests", IdempotencyKey = "once", Evidence = "a note" };

        Databases.Run(connection, "INSERT INTO teams (id, name) VALUES (3, \"Greens\")");

        Assert.Null(connection.NextCommit);
        Assert.Equal(connection.GetNedbDatabase().Head, connection.LastCommit!.Head);
        Assert.Equal("a note", Databases.Ask(connection, "FROM teams WHERE id = 3 SELECT _evidence"));
    }
}
