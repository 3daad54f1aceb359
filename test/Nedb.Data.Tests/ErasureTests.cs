namespace Nedb.Data.Tests;

public class ErasureTests
{
    [Fact]
    public void What_was_erased_is_neither_read_nor_found_nor_searched()
    {
        using var folder = new TemporaryFolder();
        using var connection = Databases.Open(folder.Database);
        Databases.Run(connection, """
            CREATE COLLECTION notes (id int32 PRIMARY KEY, size int64, body string);
            CREATE INDEX words ON notes (body) USING search;
            CREATE INDEX sizes ON notes (size);
            INSERT INTO notes (id, size, body) VALUES (1, 10, "a blue whale"), (2, 20, "a grey whale");
            """);
        var seq = connection.GetNedbDatabase().Seq;
        Assert.Equal(2L, Count(connection, $"FROM notes AS OF {seq} SEARCH 'whale' SELECT id"));
        Databases.Run(connection, "UPDATE notes SET body = \"none\", size = 0 WHERE id = 1");

        Assert.Equal(1, connection.GetNedbDatabase().EraseHistory("notes", [1]));

        Assert.Equal(1L, Count(connection, $"FROM notes AS OF {seq} SEARCH 'whale' SELECT id"));
        Assert.Equal(0L, Count(connection, $"FROM notes AS OF {seq} SEARCH 'blue' SELECT id"));
        Assert.Equal(2L, Count(connection, $"FROM notes AS OF {seq} SELECT id"));
        Assert.Equal(1L, Count(connection, $"FROM notes AS OF {seq} WHERE _erased_seq IS NULL SELECT body"));
        Assert.Equal(connection.GetNedbDatabase().Seq, Databases.Ask(connection, $"FROM notes AS OF {seq} WHERE id = 1 SELECT _erased_seq"));
        foreach (var text in (string[])[
            $"FROM notes AS OF {seq} SELECT body", $"FROM notes AS OF {seq}", $"FROM notes AS OF {seq} WHERE body = 'x' SELECT id",
            $"FROM notes AS OF {seq} SELECT sum(size)", $"FROM notes AS OF {seq} ORDER BY size SELECT body",
            $"FROM notes AS OF {seq} GROUP BY size SELECT size, count(*)", "FROM HISTORY(notes) SELECT size", "FROM HISTORY(notes)"])
            Assert.Equal(NedbErrorCode.Erased, Databases.Refuses(connection, NedbErrorCode.Erased, () => Count(connection, text)).Code);
        Assert.True(connection.GetNedbDatabase().Verify().IsIntact);
    }

    [Fact]
    public async Task Fields_are_erased_by_name_in_the_open_transaction_or_in_a_commit_of_their_own()
    {
        using var connection = Databases.OpenTeams();
        var database = connection.GetNedbDatabase();
        var seq = database.CurrentSeqOf("teams", 1)!.Value;
        using (var transaction = connection.BeginTransaction())
        {
            Databases.Run(connection, "UPDATE teams SET name = \"New\" WHERE id = 1");
            Assert.Equal(1, database.Erase("teams", [seq], ["name"]));
            transaction.Rollback();
        }

        Assert.Equal("Reds", Databases.Ask(connection, $"FROM teams AS OF {seq} WHERE id = 1 SELECT name"));
        Databases.Run(connection, "UPDATE teams SET name = \"New\" WHERE id = 1");
        Assert.Equal(1, await database.EraseAsync("teams", [seq], ["name"]));
        Assert.Equal(DBNull.Value, Databases.Ask(connection, $"FROM teams AS OF {seq} WHERE id = 1 SELECT name") ?? DBNull.Value);
        Assert.Equal(new DateOnly(1901, 5, 1), Databases.Ask(connection, $"FROM teams AS OF {seq} WHERE id = 1 SELECT founded"));
        Assert.Equal(0, await database.EraseHistoryAsync("teams", [1], ["name"]));
        Databases.Refuses(connection, NedbErrorCode.NotFound, () => database.Erase("teams", [seq], ["colour"]));
        Databases.Refuses(connection, NedbErrorCode.NotFound, () => database.Erase("clubs", [seq]));
        Databases.Refuses(connection, NedbErrorCode.ValueInvalid, () => database.Erase("teams", [seq], ["id"]));
        Databases.Refuses(
            connection, NedbErrorCode.PreconditionFailed, () => database.Erase("teams", [database.CurrentSeqOf("teams", 1)!.Value]));
    }

    [Fact]
    public async Task Pruned_states_are_refused_with_a_code_of_their_own_and_the_present_stays()
    {
        using var connection = Databases.OpenTeams();
        var database = connection.GetNedbDatabase();
        var before = database.Seq;
        Databases.Run(connection, "UPDATE teams SET name = \"New\" WHERE id = 1; DELETE FROM players WHERE name = \"Cy\"");
        var rows = Count(connection, "FROM players");
        using (connection.BeginTransaction())
            Assert.Throws<InvalidOperationException>(() => database.Prune(1));
        Assert.Equal(2, await database.PruneAsync(database.Seq));
        Databases.Refuses(connection, NedbErrorCode.Pruned, () => Count(connection, $"FROM teams AS OF {before}"));
        Assert.Equal(rows, Count(connection, "FROM players"));
        Assert.Equal(rows + 1, Count(connection, "FROM HISTORY(players)")); // the end at the horizon is part of it
        Assert.Equal(2L, Count(connection, "FROM HISTORY(teams) SELECT name"));
        Databases.Refuses(connection, NedbErrorCode.SeqNotReached, () => database.Prune(database.Seq + 1));
    }

    private static long Count(NedbConnection connection, string text)
    {
        using var command = Databases.Command(connection, text);
        using var reader = command.ExecuteReader();
        var rows = 0L;
        while (reader.Read())
        {
            for (var i = 0; i < reader.FieldCount; i++)
                reader.GetValue(i);
            rows++;
        }

        return rows;
    }
}
