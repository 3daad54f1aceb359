namespace Nedb.Data.Tests;

public class NedbDataSourceTests
{
    [Fact]
    public void A_database_in_memory_lives_as_long_as_its_data_source()
    {
        var source = new NedbDataSource("Data Source=:memory:");
        using (var connection = source.OpenConnection())
            Databases.Run(connection, "CREATE COLLECTION c (id int32 PRIMARY KEY)");
        using (var connection = source.OpenConnection())
            Assert.NotNull(connection.GetNedbDatabase().FindCollection("c"));
        using (var stranger = Databases.Open())
            Assert.Null(stranger.GetNedbDatabase().FindCollection("c"));

        source.Dispose();
        source.Dispose();

        Assert.Throws<ObjectDisposedException>(source.CreateConnection);
    }

    [Fact]
    public void Disposing_it_closes_the_database_of_its_folder()
    {
        using var folder = new TemporaryFolder();
        using (var source = new NedbDataSource(folder.Database))
        using (var connection = source.OpenConnection())
            Databases.Run(connection, "CREATE COLLECTION c (id int32 PRIMARY KEY)");

        using var store = Nedb.Storage.NedbStore.Open(folder.Database);
        Assert.Equal(1, store.Seq);
    }

    [Fact]
    public async Task It_runs_commands_without_a_connection_in_sight()
    {
        await using var source = new NedbDataSource("Data Source=nedb-data-source-tests;Mode=Memory");
        Assert.Equal("Data Source=nedb-data-source-tests;Mode=Memory", source.ConnectionString);
        await using (var create = source.CreateCommand("CREATE COLLECTION c (id int32 PRIMARY KEY); INSERT INTO c (id) VALUES (5)"))
            await create.ExecuteNonQueryAsync();
        await using var ask = source.CreateCommand("FROM c SELECT id");

        Assert.Equal(5, await ask.ExecuteScalarAsync());
        await using var connection = await source.OpenConnectionAsync();
        Assert.Throws<InvalidOperationException>(() => connection.ConnectionString = "x");
    }
}
