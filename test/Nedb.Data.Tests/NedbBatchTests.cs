namespace Nedb.Data.Tests;

public class NedbBatchTests
{
    [Fact]
    public void Commands_run_in_turn_as_one_commit()
    {
        using var connection = Databases.OpenTeams();
        var before = connection.GetNedbDatabase().Seq;
        using var batch = connection.CreateBatch();
        Add(batch, "INSERT INTO teams (id, name) VALUES (@id, @name)", ("id", 3), ("name", "Greens"));
        Add(batch, "FROM teams ORDER BY id SELECT name");
        Add(batch, "FROM players WHERE team_id = @id UPDATE SET goals = 9", ("id", 1));
        Add(batch, "FROM players WHERE goals = 9 COUNT");
        batch.Prepare();

        using (var reader = batch.ExecuteReader())
        {
            var names = new List<string>();
            while (reader.Read())
                names.Add(reader.GetString(0));
            Assert.Equal(["Reds", "Blues", "Greens"], names);
            Assert.True(reader.NextResult());
            Assert.True(reader.Read());
            Assert.Equal(2, Convert.ToInt32(reader.GetValue(0)));
            Assert.False(reader.NextResult());
            Assert.Equal(3, reader.RecordsAffected);
        }

        Assert.Equal([1, -1, 2, -1], batch.BatchCommands.Select(command => command.RecordsAffected));
        Assert.Equal((before + 1, before + 3), (connection.LastCommit!.FirstSeq, connection.LastCommit.LastSeq));
    }

    [Fact]
    public async Task A_failure_takes_back_the_whole_batch()
    {
        await using var connection = Databases.OpenTeams();
        var before = connection.GetNedbDatabase().Checkpoint;
        await using var batch = connection.CreateBatch();
        Add(batch, "INSERT INTO teams (id, name) VALUES (3, \"Greens\")");
        Add(batch, "INSERT INTO teams (id, name) VALUES (3, \"Pinks\")");

        Assert.Equal(NedbErrorCode.DuplicateKey, (await Assert.ThrowsAsync<NedbException>(() => batch.ExecuteNonQueryAsync())).Code);
        Assert.Equal(before, connection.GetNedbDatabase().Checkpoint);
        batch.BatchCommands.RemoveAt(1);
        Assert.Equal(1, await batch.ExecuteNonQueryAsync());
    }

    [Fact]
    public void A_batch_inside_of_a_transaction_is_part_of_it()
    {
        using var connection = Databases.OpenTeams();
        var before = connection.GetNedbDatabase().Checkpoint;
        using (var transaction = connection.BeginTransaction())
        {
            using var batch = new NedbBatch(connection, transaction);
            Add(batch, "FROM players DELETE");
            Add(batch, "FROM players COUNT");
            Assert.Equal(3, batch.ExecuteNonQuery());
        }

        Assert.Equal(before, connection.GetNedbDatabase().Checkpoint);
    }

    [Fact]
    public void An_empty_batch_and_a_closed_connection_are_errors()
    {
        using var connection = Databases.OpenTeams();

        Assert.Throws<InvalidOperationException>(() => connection.CreateBatch().ExecuteNonQuery());
        Assert.Throws<InvalidOperationException>(() => new NedbBatch().ExecuteNonQuery());
    }

    private static void Add(NedbBatch batch, string text, params (string Name, object? Value)[] parameters)
    {
        var command = new NedbBatchCommand(text);
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value);
        batch.BatchCommands.Add(command);
    }
}
