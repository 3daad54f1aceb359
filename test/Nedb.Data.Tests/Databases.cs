namespace Nedb.Data.Tests;

/// <summary>Small databases to test with.</summary>
internal static class Databases
{
    public static NedbConnection Open(string connectionString = "Data Source=:memory:")
    {
        var connection = new NedbConnection(connectionString);
        connection.Open();
        return connection;
    }

    /// <summary>Teams with players: keys, a unique name, a reference, not-null and a check.</summary>
    public static NedbConnection OpenTeams(string connectionString = "Data Source=:memory:")
    {
        var connection = Open(connectionString);
        Run(connection, """
            CREATE COLLECTION teams (id int32 NOT NULL PRIMARY KEY, name string(40) NOT NULL UNIQUE, founded date);
            CREATE COLLECTION players (
                id int64 NOT NULL IDENTITY PRIMARY KEY,
                team_id int32 REFERENCES teams (id),
                name string NOT NULL,
                goals int32 NOT NULL DEFAULT 0 CHECK (goals >= 0),
                fee decimal(18,2));
            INSERT INTO teams (id, name, founded) VALUES (1, "Reds", date "1901-05-01"), (2, "Blues", null);
            INSERT INTO players (team_id, name, goals, fee) VALUES (1, "Ann", 3, 10.50m), (1, "Bo", 0, null), (2, "Cy", 7, 99.99m);
            """);
        return connection;
    }

    public static int Run(NedbConnection connection, string text, params (string Name, object? Value)[] parameters)
    {
        using var command = Command(connection, text, parameters);
        return command.ExecuteNonQuery();
    }

    public static object? Ask(NedbConnection connection, string text, params (string Name, object? Value)[] parameters)
    {
        using var command = Command(connection, text, parameters);
        return command.ExecuteScalar();
    }

    public static NedbCommand Command(NedbConnection connection, string text, params (string Name, object? Value)[] parameters)
    {
        var command = connection.CreateCommand(text);
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value);
        return command;
    }

    /// <summary>Demands that work fails with a code, and leaves seq and head where they were.</summary>
    public static NedbException Refuses(NedbConnection connection, NedbErrorCode code, Action work)
    {
        var before = connection.GetNedbDatabase().Checkpoint;
        var error = Assert.Throws<NedbException>(work);
        Assert.Equal(code, error.Code);
        Assert.Equal(before, connection.GetNedbDatabase().Checkpoint);
        return error;
    }
}
