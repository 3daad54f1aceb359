namespace Nedb.Data.Tests;

public class NedbWriteTests
{
    [Fact]
    public void Several_writes_are_one_commit_and_tell_what_they_did()
    {
        using var connection = Databases.OpenTeams();
        var before = connection.GetNedbDatabase().Seq;

        var results = connection.Write(
        [
            Teams.Insert(3, "Greens", "name", "founded", "_seq"),
            Teams.Rename(1, "Crimsons", "name"),
            Teams.Rename(9, "Nobody", "name"),
            Teams.Delete(9),
        ]);

        Assert.Equal([1, 1, 0, 0], results.Select(result => result.RecordsAffected));
        Assert.Equal("Greens", results[0].GetValue(0));
        Assert.True(results[0].IsNull(1));
        Assert.Null(results[0].GetValue(1));
        Assert.Equal(results[0].Seq, results[0].GetFieldValue<long>(2));
        Assert.Equal(connection.GetNedbDatabase().CurrentSeqOf("teams", 3), results[0].Seq);
        Assert.Equal("Crimsons", results[1].GetFieldValue<string>(0));
        Assert.Equal(0, results[2].FieldCount);
        Assert.Equal(before + 1, connection.LastCommit!.FirstSeq);
    }

    [Fact]
    public void Returned_values_can_be_read_as_a_row()
    {
        using var connection = Databases.OpenTeams();

        using var reader = connection.Write([Teams.Insert(3, "Greens", "id", "name")])[0].OpenReader();
        using var none = connection.Write([Teams.Rename(9, "Nobody", "id")])[0].OpenReader();

        Assert.True(reader.Read());
        Assert.Equal((3, "Greens"), (reader.GetInt32(0), reader.GetString(reader.GetOrdinal("name"))));
        Assert.Equal(typeof(int), reader.GetFieldType(0));
        Assert.False(reader.Read());
        Assert.False(none.Read());
        Assert.Equal(0, none.RecordsAffected);
    }

    [Fact]
    public void A_refused_write_takes_back_the_whole_call()
    {
        using var connection = Databases.OpenTeams();

        var error = Databases.Refuses(
            connection, NedbErrorCode.UniqueViolation, () => connection.Write([Teams.Insert(3, "Greens"), Teams.Insert(4, "Reds")]));

        Assert.Equal("teams", error.Collection);
        Assert.Null(connection.GetNedbDatabase().CurrentSeqOf("teams", 3));
    }

    [Fact]
    public void A_version_token_that_moved_matches_nothing()
    {
        using var connection = Databases.OpenTeams();
        var seq = connection.GetNedbDatabase().CurrentSeqOf("teams", 1);
        NedbWrite Rename(string name) => new()
        {
            Kind = NedbWriteKind.Update,
            Collection = "teams",
            SetFields = ["name"],
            SetValues = [name],
            WhereFields = ["id", "_seq"],
            WhereValues = [1, seq],
        };

        Assert.Equal(1, connection.Write([Rename("Crimsons")])[0].RecordsAffected);
        Assert.Equal(0, connection.Write([Rename("Scarlets")])[0].RecordsAffected);
        Assert.Equal("Crimsons", Databases.Ask(connection, "FROM teams WHERE id = 1 SELECT name"));
    }

    [Fact]
    public void Identities_and_defaults_are_given_and_returned()
    {
        using var connection = Databases.OpenTeams();

        var result = connection.Write(
        [
            new()
            {
                Kind = NedbWriteKind.Insert,
                Collection = "players",
                SetFields = ["name"],
                SetValues = ["Di"],
                ReturningFields = ["id", "goals", "fee"],
            },
        ])[0];

        Assert.Equal(4L, result.GetValue(0));
        Assert.Equal(0, result.GetValue(1));
        Assert.Null(result.GetFieldValue<decimal?>(2));
    }

    [Fact]
    public void Causes_evidence_confidence_and_period_are_kept()
    {
        using var connection = Databases.OpenTeams();
        var cause = connection.GetNedbDatabase().CurrentSeqOf("teams", 1)!.Value;

        connection.Write(
        [
            new()
            {
                Kind = NedbWriteKind.Insert,
                Collection = "teams",
                SetFields = ["id", "name"],
                SetValues = [3, "Greens"],
                CausedBy = [cause, cause],
                Evidence = "a letter",
                Confidence = 0.5,
                ValidFrom = new DateOnly(2024, 1, 1),
                ValidTo = new DateTimeOffset(2025, 1, 1, 2, 0, 0, TimeSpan.FromHours(2)),
            },
        ]);

        using var reader = connection.CreateCommand("FROM teams WHERE id = 3 SELECT _caused_by, _evidence, _confidence").ExecuteReader();
        Assert.True(reader.Read());
        Assert.Equal([cause], reader.GetFieldValue<long[]>(0));
        Assert.Equal(("a letter", 0.5), (reader.GetString(1), reader.GetDouble(2)));
        Assert.Equal("Greens", Databases.Ask(connection, "FROM teams VALID AS OF date \"2024-12-31\" WHERE id = 3 SELECT name"));
        Assert.Null(Databases.Ask(connection, "FROM teams VALID AS OF date \"2025-01-01\" WHERE id = 3 SELECT name"));
        Assert.Null(Databases.Ask(connection, "FROM teams VALID AS OF date \"2023-12-31\" WHERE id = 3 SELECT name"));
    }

    [Fact]
    public async Task Writing_asynchronously_gives_true_seqs_too()
    {
        await using var source = new NedbDataSource("Data Source=nedb-write-tests;Mode=Memory");
        using (var setup = source.OpenConnection())
            Databases.Run(setup, "CREATE COLLECTION teams (id int32 NOT NULL PRIMARY KEY, name string NOT NULL)");

        await Parallel.ForAsync(0, 40, async (i, cancellationToken) =>
        {
            await using var connection = source.OpenConnection();
            var result = (await connection.WriteAsync([Teams.Insert(i, $"t{i}", "_seq")], cancellationToken))[0];
            Assert.Equal(connection.GetNedbDatabase().CurrentSeqOf("teams", i), result.Seq);
            Assert.Equal(result.Seq, result.GetFieldValue<long>(0));
        });

        using var check = source.OpenConnection();
        Assert.Equal(40L, Convert.ToInt64(Databases.Ask(check, "FROM teams COUNT")));
    }

    [Fact]
    public void The_text_for_logs_does_what_the_write_does()
    {
        var insert = new NedbWrite
        {
            Kind = NedbWriteKind.Insert,
            Collection = "teams",
            SetFields = ["id", "name"],
            SetValues = [3, "Greens"],
            CausedBy = [1],
            Evidence = "a letter",
            Confidence = 0.5,
            ValidFrom = new DateOnly(2024, 1, 1),
            ReturningFields = ["name"],
        };
        var update = new NedbWrite
        {
            Kind = NedbWriteKind.Update,
            Collection = "teams",
            SetFields = ["name", "founded"],
            SetValues = ["Crimsons", new DateOnly(1902, 1, 1)],
            WhereFields = ["id", "name"],
            WhereValues = [1, "Reds"],
            ReturningFields = ["name"],
        };

        Assert.Equal(
            "INSERT INTO teams (id, name) VALUES (@p0, @p1) CAUSED BY @p2 EVIDENCE @p3 CONFIDENCE @p4 VALID FROM @p5 RETURNING name",
            insert.ToNql());
        Assert.Equal("FROM teams WHERE id = @p2 AND name = @p3 UPDATE SET name = @p0, founded = @p1 RETURNING name", update.ToNql());
        Assert.Equal("FROM teams WHERE id = @p0 DELETE", Teams.Delete(2).ToString());

        using var text = Databases.OpenTeams();
        Assert.Equal("Greens", Databases.Ask(text, insert.ToNql(),
            ("p0", 3), ("p1", "Greens"), ("p2", new long[] { 1 }), ("p3", "a letter"), ("p4", 0.5), ("p5", new DateOnly(2024, 1, 1))));
        Assert.Equal("Crimsons", Databases.Ask(
            text, update.ToNql(), ("p0", "Crimsons"), ("p1", new DateOnly(1902, 1, 1)), ("p2", 1), ("p3", "Reds")));
        Assert.Equal("a letter", Databases.Ask(text, "FROM teams WHERE id = 3 SELECT _evidence"));
    }

    [Fact]
    public void Names_that_are_no_words_are_quoted_in_the_text()
    {
        var write = new NedbWrite { Kind = NedbWriteKind.Insert, Collection = "my teams", SetFields = ["a`b"], SetValues = [1] };

        Assert.Equal("INSERT INTO `my teams` (`a``b`) VALUES (@p0)", write.ToNql());
        Assert.Equal("INSERT INTO c DEFAULT VALUES", new NedbWrite { Kind = NedbWriteKind.Insert, Collection = "c" }.ToNql());
    }

    [Fact]
    public void Fields_and_values_must_be_as_many()
    {
        using var connection = Databases.OpenTeams();

        Assert.Throws<ArgumentException>(() => connection.Write(
            [new() { Kind = NedbWriteKind.Insert, Collection = "teams", SetFields = ["id", "name"], SetValues = [1] }]));
        Assert.Throws<ArgumentException>(() => connection.Write(
            [new() { Kind = NedbWriteKind.Insert, Collection = "teams", SetFields = ["id"], SetValues = [1], ValidFrom = "2024" }]));
    }
}
