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
}
