using System.Transactions;

namespace Nedb.Data.Tests.Connections;

public class AmbientEnlistmentTests
{
    private const string Memory = "Data Source=nedb-ambient-tests;Mode=Memory";

    [Fact]
    public void Connections_of_one_scope_share_its_writes_and_become_one_commit()
    {
        using var keeper = Databases.OpenTeams(Memory);
        var before = keeper.GetNedbDatabase().Seq;
        using (var scope = new TransactionScope())
        {
            using (var first = Databases.Open(Memory))
                Databases.Run(first, "INSERT INTO teams (id, name) VALUES (3, \"Greens\")");
            using (var second = Databases.Open(Memory))
            {
                Assert.Equal("Greens", Databases.Ask(second, "FROM teams WHERE id = 3 SELECT name"));
                Databases.Run(second, "INSERT INTO teams (id, name) VALUES (4, \"Greys\")");
                Assert.Throws<InvalidOperationException>(second.BeginTransaction);
            }

            Assert.Equal(before, keeper.GetNedbDatabase().Seq);
            scope.Complete();
        }

        Assert.Equal(before + 2, keeper.GetNedbDatabase().Seq);
        Assert.Equal(4L, Convert.ToInt64(Databases.Ask(keeper, "FROM teams COUNT")));
    }

    [Fact]
    public void A_scope_that_is_not_completed_leaves_nothing()
    {
        using var keeper = Databases.OpenTeams(Memory);
        var before = keeper.GetNedbDatabase().Checkpoint;
        using (new TransactionScope())
        {
            using var connection = Databases.Open(Memory);
            Databases.Run(connection, "FROM players DELETE");
        }

        Assert.Equal(before, keeper.GetNedbDatabase().Checkpoint);
    }

    [Fact]
    public void A_connection_that_stays_open_is_its_own_again_afterwards()
    {
        using var connection = Databases.OpenTeams(Memory);
        using (var scope = new TransactionScope())
        {
            connection.EnlistTransaction(Transaction.Current);
            connection.EnlistTransaction(Transaction.Current);
            Databases.Run(connection, "INSERT INTO teams (id, name) VALUES (3, \"Greens\")");
            scope.Complete();
        }

        Assert.Equal(connection.GetNedbDatabase().Head, connection.LastCommit!.Head);
        using var transaction = connection.BeginTransaction();
        Assert.Throws<InvalidOperationException>(() => connection.EnlistTransaction(new CommittableTransaction()));
        Assert.Equal("Greens", Databases.Ask(connection, "FROM teams WHERE id = 3 SELECT name"));
    }

    [Fact]
    public void A_conflict_is_told_when_the_scope_ends()
    {
        using var keeper = Databases.OpenTeams(Memory);
        var scope = new TransactionScope();
        using (var connection = Databases.Open(Memory))
            Databases.Run(connection, "FROM teams WHERE id = 1 UPDATE SET name = \"A\"");
        using (new TransactionScope(TransactionScopeOption.Suppress))
            Databases.Run(keeper, "FROM teams WHERE id = 1 UPDATE SET name = \"B\"");
        scope.Complete();

        var error = Assert.Throws<TransactionAbortedException>(scope.Dispose);

        Assert.Equal(NedbErrorCode.WriteConflict, Assert.IsType<NedbException>(error.InnerException).Code);
        Assert.Equal("B", Databases.Ask(keeper, "FROM teams WHERE id = 1 SELECT name"));
    }

    [Fact]
    public void Two_databases_in_one_scope_are_refused_and_neither_is_written()
    {
        using var keeper = Databases.OpenTeams(Memory);
        using var other = Databases.OpenTeams("Data Source=nedb-ambient-tests-2;Mode=Memory");
        var before = (keeper.GetNedbDatabase().Checkpoint, other.GetNedbDatabase().Checkpoint);
        var scope = new TransactionScope();
        foreach (var text in new[] { Memory, "Data Source=nedb-ambient-tests-2;Mode=Memory" })
            using (var connection = Databases.Open(text))
                Databases.Run(connection, "FROM players DELETE");
        scope.Complete();

        Assert.Throws<TransactionAbortedException>(scope.Dispose);
        Assert.Equal(before, (keeper.GetNedbDatabase().Checkpoint, other.GetNedbDatabase().Checkpoint));
    }

    [Theory]
    [InlineData("rolled back")]
    [InlineData("timed out")]
    [InlineData("inner scope given up")]
    public async Task A_connection_refuses_all_use_after_a_rollback_until_the_scope_is_left(string how)
    {
        using var keeper = Databases.OpenTeams(Memory);
        var before = keeper.GetNedbDatabase().Checkpoint;
        var timeout = how == "timed out" ? TimeSpan.FromMilliseconds(200) : TimeSpan.FromMinutes(1);
        var scope = new TransactionScope(TransactionScopeOption.Required, timeout, TransactionScopeAsyncFlowOption.Enabled);
        using var connection = Databases.Open(Memory);
        Databases.Run(connection, "INSERT INTO teams (id, name) VALUES (3, \"Greens\")");
        await Abort(how);

        Assert.False(connection.IsInTransaction);
        foreach (var use in Uses(connection))
            Assert.Throws<TransactionAbortedException>(use);
        using (var command = Databases.Command(connection, "INSERT INTO teams (id, name) VALUES (4, \"Greys\")"))
            await Assert.ThrowsAsync<TransactionAbortedException>(() => command.ExecuteNonQueryAsync());
        using (var another = new NedbConnection(Memory))
            await Assert.ThrowsAsync<TransactionAbortedException>(() => another.OpenAsync());
        scope.Complete();
        Assert.Throws<TransactionAbortedException>(scope.Dispose);

        Assert.Equal(before, keeper.GetNedbDatabase().Checkpoint);
        Databases.Run(connection, "INSERT INTO teams (id, name) VALUES (5, \"Golds\")");
        Assert.Equal(before.Seq + 1, keeper.GetNedbDatabase().Seq);
    }

    [Fact]
    public async Task A_flow_that_does_not_see_the_scope_is_refused_too()
    {
        using var keeper = Databases.OpenTeams(Memory);
        using var transaction = new CommittableTransaction();
        using var connection = Databases.Open(Memory);
        connection.EnlistTransaction(transaction);
        Databases.Run(connection, "INSERT INTO teams (id, name) VALUES (3, \"Greens\")");
        transaction.Rollback();

        Assert.Throws<TransactionAbortedException>(() => Databases.Ask(connection, "FROM teams COUNT"));
        await Task.Run(() => Assert.Throws<TransactionAbortedException>(() => connection.EnlistTransaction(transaction)));
        transaction.Dispose();
        Assert.Equal(2L, Convert.ToInt64(Databases.Ask(connection, "FROM teams COUNT")));
    }

    [Fact]
    public void What_was_rolled_back_can_be_left_by_null_by_another_transaction_and_by_closing()
    {
        using var connection = Databases.OpenTeams(Memory);
        using var first = new CommittableTransaction();
        connection.EnlistTransaction(first);
        first.Rollback();
        connection.EnlistTransaction(null);
        Assert.Equal(2L, Convert.ToInt64(Databases.Ask(connection, "FROM teams COUNT")));

        using var second = new CommittableTransaction();
        connection.EnlistTransaction(second);
        second.Rollback();
        using var third = new CommittableTransaction();
        connection.EnlistTransaction(third);
        Databases.Run(connection, "INSERT INTO teams (id, name) VALUES (3, \"Greens\")");
        third.Commit();
        Assert.Equal(3L, Convert.ToInt64(Databases.Ask(connection, "FROM teams COUNT")));

        using var keeper = Databases.Open(Memory);
        using var fourth = new CommittableTransaction();
        connection.EnlistTransaction(fourth);
        fourth.Rollback();
        connection.Close();
        connection.Open();
        Assert.Equal(3L, Convert.ToInt64(Databases.Ask(connection, "FROM teams COUNT")));
    }

    [Fact]
    public void A_timeout_amid_statements_leaves_nothing_and_each_fails_with_a_typed_error()
    {
        using var keeper = Databases.Open(Memory);
        Databases.Run(keeper, "CREATE COLLECTION numbers (id int32 NOT NULL PRIMARY KEY)");
        var before = keeper.GetNedbDatabase().Checkpoint;
        for (var round = 0; round < 6; round++)
        {
            using var scope = new TransactionScope(TransactionScopeOption.Required, TimeSpan.FromMilliseconds(20 + round));
            using var connection = Databases.Open(Memory);
            using var command = Databases.Command(connection, "INSERT INTO numbers (id) VALUES (@id)", ("id", 0));
            var id = 0;
            var error = Record.Exception(() =>
            {
                for (; id < 10_000_000; id++)
                {
                    command.Parameters["id"].Value = id;
                    command.ExecuteNonQuery();
                }
            });

            Assert.True(error is TransactionAbortedException or NedbException { Code: NedbErrorCode.Closed }, error?.ToString());
            Assert.Throws<TransactionAbortedException>(() => command.ExecuteNonQuery());
            Assert.Equal(before, keeper.GetNedbDatabase().Checkpoint);
        }
    }

    [Fact]
    public void A_batch_that_is_left_open_writes_nothing_after_its_scope()
    {
        using var keeper = Databases.OpenTeams(Memory);
        using var connection = new NedbConnection(Memory);
        System.Data.Common.DbDataReader reader;
        using (new TransactionScope())
        {
            connection.Open();
            using var batch = connection.CreateBatch();
            foreach (var text in new[] { "FROM teams", "INSERT INTO teams (id, name) VALUES (3, \"Greens\")" })
                batch.BatchCommands.Add(new NedbBatchCommand(text));
            reader = batch.ExecuteReader();
        }

        Assert.Equal(NedbErrorCode.Closed, Assert.Throws<NedbException>(() => reader.NextResult()).Code);
        reader.Dispose();
        Assert.Equal(2L, Convert.ToInt64(Databases.Ask(keeper, "FROM teams COUNT")));
    }

    private static async Task Abort(string how)
    {
        switch (how)
        {
            case "rolled back":
                Transaction.Current!.Rollback();
                break;
            case "timed out":
                while (Transaction.Current!.TransactionInformation.Status == TransactionStatus.Active)
                    await Task.Delay(20);
                break;
            default:
                new TransactionScope().Dispose();
                break;
        }
    }

    private static IEnumerable<Action> Uses(NedbConnection connection) =>
    [
        () => Databases.Run(connection, "INSERT INTO teams (id, name) VALUES (4, \"Greys\")"),
        () => Databases.Ask(connection, "FROM teams COUNT"),
        () => connection.Write(
            [new NedbWrite { Kind = NedbWriteKind.Delete, Collection = "players", WhereFields = ["id"], WhereValues = [1L] }]),
        () => connection.BeginTransaction(),
        () => connection.GetNedbDatabase().FindCollection("teams"),
        () => connection.GetNedbDatabase().SweepExpired(),
    ];
}
