using System.Data;

namespace Nedb.Data.Tests;

public class NedbTransactionTests
{
    private const string Greens = "INSERT INTO teams (id, name) VALUES (3, \"Greens\")";
    private const string CountTeams = "FROM teams COUNT";

    [Fact]
    public void What_it_writes_becomes_one_commit()
    {
        using var connection = Databases.OpenTeams();
        var before = connection.GetNedbDatabase().Seq;
        using var transaction = connection.BeginTransaction();
        Databases.Run(connection, Greens);
        connection.Write([Teams.Insert(4, "Greys")]);
        Assert.Equal(before, connection.GetNedbDatabase().Seq);
        Assert.Equal(4L, Convert.ToInt64(Databases.Ask(connection, CountTeams)));

        transaction.Commit();

        Assert.Equal(before + 2, connection.GetNedbDatabase().Seq);
        Assert.Equal((before + 1, before + 2, 2L, false),
            (transaction.CommitInfo!.FirstSeq, transaction.CommitInfo.LastSeq, transaction.CommitInfo.Count,
                transaction.CommitInfo.IsReplayed));
        Assert.Equal(connection.GetNedbDatabase().Head, transaction.CommitInfo.Head);
        Assert.Equal(0, transaction.SeqShift);
        Assert.Null(connection.CurrentTransaction);
    }

    [Fact]
    public void What_is_said_of_a_command_is_not_said_of_the_others()
    {
        using var connection = Databases.OpenTeams();
        Assert.Throws<InvalidOperationException>(() => connection.StatementProvenance = new([]));
        using (var transaction = connection.BeginTransaction())
        {
            Databases.Run(connection, Greens);
            var seq = Convert.ToInt64(Databases.Ask(connection, "FROM teams WHERE id = 3 SELECT _seq"));
            connection.StatementProvenance = new([seq], "after the greens");
            Databases.Run(connection, "INSERT INTO teams (id, name) VALUES (4, \"Greys\")");
            Databases.Run(connection, "INSERT INTO teams (id, name) VALUES (5, \"Golds\") EVIDENCE \"own\"");
            connection.StatementProvenance = null;
            Databases.Run(connection, "INSERT INTO teams (id, name) VALUES (6, \"Blacks\")");
            connection.StatementProvenance = new([], "of a transaction that ends");
            transaction.Commit();
        }

        Assert.Null(connection.StatementProvenance);
        Assert.Equal(0L, Databases.Ask(connection, "FROM teams WHERE id IN (3, 6) AND _evidence IS NOT NULL COUNT"));
        Assert.Equal("after the greens", Databases.Ask(connection, "FROM teams WHERE id = 4 SELECT _evidence"));
        Assert.Equal(1L, Databases.Ask(connection, "FROM teams WHERE id = 4 AND _caused_by[0] = (FROM teams WHERE id = 3 SELECT _seq) COUNT"));
        Assert.Equal("own", Databases.Ask(connection, "FROM teams WHERE id = 5 SELECT _evidence"));
    }

    [Fact]
    public void Without_a_commit_nothing_remains()
    {
        using var connection = Databases.OpenTeams();
        var before = connection.GetNedbDatabase().Checkpoint;
        using (connection.BeginTransaction())
            Databases.Run(connection, Greens);
        using (var transaction = connection.BeginTransaction())
        {
            Databases.Run(connection, Greens);
            transaction.Rollback();
        }

        Assert.Equal(before, connection.GetNedbDatabase().Checkpoint);
        Assert.Equal(2L, Convert.ToInt64(Databases.Ask(connection, CountTeams)));
    }

    [Fact]
    public void Using_it_after_its_end_is_an_error()
    {
        using var connection = Databases.OpenTeams();
        var transaction = connection.BeginTransaction();
        transaction.Commit();

        Assert.Null(transaction.Connection);
        Assert.Throws<InvalidOperationException>(transaction.Commit);
        Assert.Throws<InvalidOperationException>(transaction.Rollback);
        Assert.Throws<InvalidOperationException>(() => transaction.Save("a"));
        transaction.Dispose();
    }

    [Fact]
    public void One_is_open_at_a_time()
    {
        using var connection = Databases.OpenTeams();
        using var transaction = connection.BeginTransaction();

        Assert.Same(transaction, connection.CurrentTransaction);
        Assert.Throws<InvalidOperationException>(connection.BeginTransaction);
    }

    [Theory]
    [InlineData(IsolationLevel.Unspecified, IsolationLevel.Snapshot)]
    [InlineData(IsolationLevel.ReadUncommitted, IsolationLevel.Snapshot)]
    [InlineData(IsolationLevel.ReadCommitted, IsolationLevel.Snapshot)]
    [InlineData(IsolationLevel.RepeatableRead, IsolationLevel.Snapshot)]
    [InlineData(IsolationLevel.Snapshot, IsolationLevel.Snapshot)]
    [InlineData(IsolationLevel.Serializable, IsolationLevel.Serializable)]
    public void What_holds_is_never_weaker_than_what_was_asked(IsolationLevel asked, IsolationLevel expected)
    {
        using var connection = Databases.OpenTeams();
        using var transaction = connection.BeginTransaction(asked);

        Assert.Equal(expected, transaction.IsolationLevel);
    }

    [Fact]
    public void Chaos_is_refused()
    {
        using var connection = Databases.Open();

        Assert.Throws<NotSupportedException>(() => connection.BeginTransaction(IsolationLevel.Chaos));
    }

    [Fact]
    public void It_reads_the_state_of_its_beginning()
    {
        using var source = new NedbDataSource("Data Source=:memory:");
        using var first = source.OpenConnection();
        using var second = source.OpenConnection();
        Databases.Run(first, "CREATE COLLECTION teams (id int32 PRIMARY KEY, name string)");
        using var transaction = first.BeginTransaction();
        Databases.Run(second, Greens);

        Assert.Equal(0L, Convert.ToInt64(Databases.Ask(first, CountTeams)));
        transaction.Commit();
        Assert.Equal(1L, Convert.ToInt64(Databases.Ask(first, CountTeams)));
    }

    [Fact]
    public void Of_two_that_write_one_key_the_second_to_commit_fails_and_may_try_again()
    {
        using var source = OpenSource(out var first);
        using var second = source.OpenConnection();
        using var early = first.BeginTransaction();
        using var late = second.BeginTransaction();
        Databases.Run(first, "FROM teams WHERE id = 1 UPDATE SET name = \"A\"");
        Databases.Run(second, "FROM teams WHERE id = 1 UPDATE SET name = \"B\"");
        early.Commit();

        var error = Databases.Refuses(second, NedbErrorCode.WriteConflict, late.Commit);

        Assert.True(error.IsTransient);
        Assert.Equal("40001", error.SqlState);
        late.Rollback();
        Assert.Null(second.CurrentTransaction);
        Assert.Equal("A", Databases.Ask(second, "FROM teams WHERE id = 1 SELECT name"));
        first.Dispose();
    }

    [Fact]
    public void Serializable_also_fails_for_what_it_read()
    {
        using var source = OpenSource(out var first);
        using var second = source.OpenConnection();
        using var transaction = second.BeginTransaction(IsolationLevel.Serializable);
        Databases.Ask(second, "FROM teams WHERE id = 1 SELECT name");
        Databases.Run(second, "INSERT INTO teams (id, name) VALUES (9, \"Skewed\")");
        Databases.Run(first, "FROM teams WHERE id = 1 UPDATE SET name = \"A\"");

        Databases.Refuses(second, NedbErrorCode.WriteConflict, transaction.Commit);
        first.Dispose();
    }

    [Fact]
    public void Savepoints_take_back_a_part()
    {
        using var connection = Databases.OpenTeams();
        using var transaction = connection.BeginTransaction();
        Assert.True(transaction.SupportsSavepoints);
        Databases.Run(connection, Greens);
        transaction.Save("a");
        Databases.Run(connection, "FROM players DELETE");
        transaction.Save("b");
        Databases.Run(connection, "INSERT INTO teams (id, name) VALUES (4, \"Greys\")");

        transaction.Rollback("a");
        Assert.Throws<NedbException>(() => transaction.Rollback("b"));
        Assert.Equal(3L, Convert.ToInt64(Databases.Ask(connection, CountTeams)));
        Assert.Equal(3L, Convert.ToInt64(Databases.Ask(connection, "FROM players COUNT")));
        transaction.Rollback("a");
        transaction.Release("a");
        Assert.Throws<NedbException>(() => transaction.Release("a"));
        transaction.Commit();
        Assert.Equal(3L, Convert.ToInt64(Databases.Ask(connection, CountTeams)));
    }

    [Fact]
    public void A_failed_statement_leaves_it_usable()
    {
        using var connection = Databases.OpenTeams();
        using var transaction = connection.BeginTransaction();
        Databases.Run(connection, Greens);
        Assert.Throws<NedbException>(() => Databases.Run(
            connection, "INSERT INTO teams (id, name) VALUES (4, \"Greys\"), (1, \"Pinks\")"));
        Assert.Throws<NedbException>(() => connection.Write([Teams.Insert(5, "Golds"), Teams.Insert(1, "Pinks")]));

        transaction.Commit();

        Assert.Equal(3L, Convert.ToInt64(Databases.Ask(connection, CountTeams)));
    }

    [Fact]
    public void A_commit_under_the_same_key_happens_once()
    {
        using var connection = Databases.OpenTeams();
        NedbCommitInfo? first = null;
        for (var i = 0; i < 3; i++)
        {
            using var transaction = connection.BeginTransaction();
            transaction.IdempotencyKey = "greens";
            if (i == 1)
            {
                Databases.Refuses(connection, NedbErrorCode.ReplayMismatch, () => connection.Write([Teams.Insert(8, "Others")]));
                continue;
            }

            Databases.Run(connection, Greens);
            transaction.Commit();
            first ??= transaction.CommitInfo;
            Assert.Equal(first! with { IsReplayed = i > 0 }, transaction.CommitInfo);
        }

        Assert.Equal(3L, Convert.ToInt64(Databases.Ask(connection, CountTeams)));
    }

    [Fact]
    public void A_key_that_is_said_after_the_writes_is_compared_at_the_commit()
    {
        using var connection = Databases.OpenTeams();
        for (var i = 0; i < 2; i++)
        {
            using var transaction = connection.BeginTransaction();
            connection.Write([Teams.Insert(8 + i, "Others" + i)]);
            transaction.IdempotencyKey = "others";
            if (i == 0)
                transaction.Commit();
            else
                Databases.Refuses(connection, NedbErrorCode.ReplayMismatch, transaction.Commit);
        }
    }

    [Fact]
    public void The_commit_says_who_why_and_how_sure()
    {
        using var connection = Databases.OpenTeams();
        var cause = connection.GetNedbDatabase().CurrentSeqOf("teams", 1)!.Value;
        using var transaction = connection.BeginTransaction();
        transaction.Client = "tests";
        transaction.Nonce = 7;
        transaction.CausedBy = [cause];
        transaction.Evidence = "a letter";
        transaction.Confidence = 0.75;
        Databases.Run(connection, Greens);
        transaction.Commit();

        using var reader = connection.CreateCommand("FROM teams WHERE id = 3 SELECT _caused_by, _evidence, _confidence").ExecuteReader();
        Assert.True(reader.Read());
        Assert.Equal([cause], reader.GetFieldValue<long[]>(0));
        Assert.Equal("a letter", reader.GetString(1));
        Assert.Equal(0.75, reader.GetDouble(2));
        using var again = connection.BeginTransaction();
        again.Client = "tests";
        again.Nonce = 7;
        Databases.Run(connection, "FROM teams WHERE id = 3 DELETE");
        Databases.Refuses(connection, NedbErrorCode.ReplayMismatch, again.Commit);
    }

    [Fact]
    public void Seqs_shown_before_a_late_commit_are_corrected_by_its_shift()
    {
        using var source = OpenSource(out var first);
        using var second = source.OpenConnection();
        using var transaction = first.BeginTransaction();
        var written = first.Write([Teams.Insert(5, "Golds")])[0];
        Databases.Run(second, Greens);
        transaction.Commit();

        Assert.Equal(1, transaction.SeqShift);
        Assert.Equal(first.GetNedbDatabase().CurrentSeqOf("teams", 5), transaction.CorrectSeq(written.Seq));
        Assert.Equal(1, transaction.CorrectSeq(1));
        first.Dispose();
    }

    [Fact]
    public async Task The_asynchronous_twins_do_the_same()
    {
        await using var connection = Databases.OpenTeams();
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            Databases.Run(connection, Greens);
            await transaction.CommitAsync();
        }

        await using (var transaction = await connection.BeginTransactionAsync(IsolationLevel.Serializable))
        {
            Databases.Run(connection, "FROM players DELETE");
            await transaction.RollbackAsync();
        }

        Assert.Equal(3L, Convert.ToInt64(Databases.Ask(connection, CountTeams)));
        Assert.Equal(3L, Convert.ToInt64(Databases.Ask(connection, "FROM players COUNT")));
    }

    private static NedbDataSource OpenSource(out NedbConnection first)
    {
        var source = new NedbDataSource("Data Source=:memory:");
        first = source.OpenConnection();
        Databases.Run(first, "CREATE COLLECTION teams (id int32 NOT NULL PRIMARY KEY, name string NOT NULL); "
            + "INSERT INTO teams (id, name) VALUES (1, \"Reds\")");
        return source;
    }
}
