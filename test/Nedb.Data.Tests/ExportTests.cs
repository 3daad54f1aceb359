using System.Text;

namespace Nedb.Data.Tests;

public class ExportTests
{
    [Fact]
    public async Task A_database_that_was_imported_answers_every_query_at_every_seq_alike()
    {
        using var folder = new TemporaryFolder();
        using var connection = Databases.OpenTeams();
        Databases.Run(connection, "UPDATE players SET goals = goals + 1 WHERE team_id = 1 CAUSED BY 3 EVIDENCE 'match' CONFIDENCE 0.75");
        Databases.Run(connection, "PUT events {_id: \"e1\", at: timestamp \"2024-05-01T10:00:00Z\", odd: [1, 2.0, 3m, {`$x`: null}]}");
        Databases.Run(connection, "DELETE FROM players WHERE name = \"Bo\"");
        Databases.Run(connection, "ALTER COLLECTION teams RENAME FIELD founded TO since");
        using var lines = new MemoryStream();
        var report = await connection.GetNedbDatabase().ExportAsync(lines);
        Assert.Equal(connection.GetNedbDatabase().Checkpoint, report.Checkpoint);

        lines.Position = 0;
        var text = $"Data Source={folder.Database}";
        var imported = await NedbDatabase.ImportAsync(text, lines);

        using var copy = Databases.Open(text);
        Assert.Equal(imported.Checkpoint, copy.GetNedbDatabase().Checkpoint);
        Assert.Equal(connection.GetNedbDatabase().Seq, copy.GetNedbDatabase().Seq);
        for (var seq = 0L; seq <= report.Checkpoint.Seq; seq++)
            foreach (var query in (string[])[
                $"FROM players AS OF {seq} AS p LEFT JOIN teams AS OF {seq} AS t ON p.team_id = t.id SELECT p.*, t.name AS team, t.since",
                $"FROM events AS OF {seq}",
                $"FROM players AS OF {seq} SELECT _seq, _committed_at, _caused_by, _evidence, _confidence, fee"])
                Assert.Equal(Read(connection, query), Read(copy, query));
        Assert.Equal(Read(connection, "FROM HISTORY(players)"), Read(copy, "FROM HISTORY(players)"));
        // What is generated goes on where it was.
        const string insert = "INSERT INTO players (team_id, name) VALUES (2, \"Di\") RETURNING id";
        Assert.Equal(Databases.Ask(connection, insert), Databases.Ask(copy, insert));
    }

    [Fact]
    public void A_state_is_exported_by_its_seq()
    {
        using var folder = new TemporaryFolder();
        using var connection = Databases.OpenTeams();
        var seq = connection.GetNedbDatabase().Seq;
        Databases.Run(connection, "DELETE FROM players");
        using var lines = new MemoryStream();
        connection.GetNedbDatabase().Export(lines, seq);
        lines.Position = 0;
        NedbDatabase.Import($"Data Source={folder.Database}", lines);
        using var copy = Databases.Open($"Data Source={folder.Database}");
        Assert.Equal(
            Read(connection, $"FROM players AS OF {seq} SELECT name, goals, fee"), Read(copy, "FROM players SELECT name, goals, fee"));
        Databases.Refuses(connection, NedbErrorCode.SeqNotReached, () => connection.GetNedbDatabase().Export(lines, 10_000));
    }

    [Fact]
    public void What_is_no_export_and_what_is_no_folder_is_refused()
    {
        using var folder = new TemporaryFolder();
        using var lines = new MemoryStream(Encoding.UTF8.GetBytes("{\"format\":\"other\",\"version\":1}\n"));
        var refusal = Assert.Throws<NedbException>(() => NedbDatabase.Import($"Data Source={folder.Database}", lines));
        Assert.Equal(NedbErrorCode.ImportInvalid, refusal.Code);
        Assert.Contains("Line 1", refusal.Message);
        Assert.Throws<ArgumentException>(() => NedbDatabase.Import("Data Source=:memory:", lines));
        Assert.Throws<ArgumentException>(() => NedbDatabase.Import("", lines));
    }

    private static List<string> Read(NedbConnection connection, string query)
    {
        using var command = connection.CreateCommand(query);
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Where(i => reader.GetName(i) != "_hash")
                .Select(i => $"{reader.GetName(i)}={reader.GetValue(i).GetType().Name} {Show(reader.GetValue(i))}")));
        return rows;
    }

    private static string Show(object value) => value is Array array ? string.Join(',', array.Cast<object?>()) : $"{value}";
}
