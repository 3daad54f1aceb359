using Microsoft.EntityFrameworkCore;
using Nedb.Data;
using Nedb.EntityFrameworkCore.Infrastructure;
using Nedb.EntityFrameworkCore.Update;

namespace Nedb.EntityFrameworkCore.Storage;

public sealed class DatabaseCreatorTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task A_database_is_made_once_and_deleted_with_its_folder()
    {
        await using var db = new ShopContext(_database.OptionsFor<ShopContext>());
        Assert.False(db.Database.CanConnect());

        Assert.True(db.Database.EnsureCreated());
        Assert.False(db.Database.EnsureCreated());
        Assert.False(await db.Database.EnsureCreatedAsync());
        Assert.True(await db.Database.CanConnectAsync());
        Assert.True(db.Database.EnsureDeleted());
        Assert.False(Directory.Exists(_database.Folder));
        Assert.False(await db.Database.EnsureDeletedAsync());

        Assert.True(await db.Database.EnsureCreatedAsync());
        Assert.Empty(db.Customers);
    }

    [Fact]
    public void A_database_that_others_use_is_not_deleted()
    {
        using var db = new ShopContext(_database.OptionsFor<ShopContext>());
        db.Database.EnsureCreated();
        using var other = new NedbConnection(_database.ConnectionString);
        other.Open();

        Assert.Equal(NedbErrorCode.InUse, Assert.Throws<NedbException>(() => db.Database.EnsureDeleted()).Code);

        other.Close();
        Assert.True(db.Database.EnsureDeleted());
    }

    [Fact]
    public void A_database_in_memory_lives_as_long_as_its_context()
    {
        var options = new DbContextOptionsBuilder<ShopContext>().UseNedb("Data Source=:memory:").Options;
        using var db = new ShopContext(options);
        Assert.True(db.Database.EnsureCreated());
        db.Add(new Label { Id = "red" });
        db.SaveChanges();

        Assert.Equal("red", db.Labels.AsNoTracking().Single().Id);
        db.Database.EnsureDeleted();
        Assert.True(db.Database.EnsureCreated());
        Assert.Empty(db.Labels);
        using var other = new ShopContext(options);
        Assert.True(other.Database.EnsureCreated());
    }

    [Fact]
    public void A_connection_that_the_caller_made_is_closed_where_the_context_opened_it()
    {
        using var kept = new NedbConnection("Data Source=kept;Mode=Memory");
        kept.Open();
        using var connection = new NedbConnection(kept.ConnectionString);
        using var db = new ShopContext(new DbContextOptionsBuilder<ShopContext>().UseNedb(connection).Options);
        db.Database.EnsureCreated();
        Assert.Equal(System.Data.ConnectionState.Closed, connection.State);

        db.Database.OpenConnection();
        Assert.Empty(db.Labels);
        Assert.Equal(System.Data.ConnectionState.Open, connection.State);

        db.Database.CloseConnection();
        Assert.Equal(System.Data.ConnectionState.Closed, connection.State);
    }

    [Fact]
    public void A_folder_whose_parent_is_missing_is_a_typed_error()
    {
        using var db = new ShopContext(
            new DbContextOptionsBuilder<ShopContext>().UseNedb(Path.Combine(_database.Folder, "missing", "data")).Options);

        Assert.Equal(NedbErrorCode.PathInvalid, Assert.Throws<NedbException>(() => db.Database.EnsureCreated()).Code);
    }

    [Fact]
    public void A_context_of_the_past_reads_and_writes_nothing()
    {
        using (var db = new ShopContext(_database.OptionsFor<ShopContext>()))
        {
            db.Database.EnsureCreated();
            db.Add(new Label { Id = "red" });
            db.SaveChanges();
        }

        long then;
        using (var db = new ShopContext(_database.OptionsFor<ShopContext>()))
        {
            then = db.Database.Nedb().Seq;
            db.Add(new Label { Id = "blue" });
            db.SaveChanges();
        }

        using var past = new ShopContext(_database.OptionsFor<ShopContext>(nedb => nedb.ReadAsOf(then)));
        Assert.Equal("red", past.Labels.Single().Id);
        past.Add(new Label { Id = "green" });
        var failure = Assert.Throws<DbUpdateException>(() => past.SaveChanges());
        Assert.Equal(NedbErrorCode.ReadOnly, Assert.IsType<NedbException>(failure.InnerException).Code);
    }
}
