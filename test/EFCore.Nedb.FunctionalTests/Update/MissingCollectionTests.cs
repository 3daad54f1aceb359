using Microsoft.EntityFrameworkCore;
using Nedb.Data;
using Nedb.EntityFrameworkCore.Infrastructure;

namespace Nedb.EntityFrameworkCore.Update;

public sealed class MissingCollectionTests : IDisposable
{
    private const string HowToMake =
        ": the database has no collections yet. Define them with CREATE COLLECTION, or with EF Core by Database.Migrate() or "
        + "Database.EnsureCreated()";

    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public void A_save_without_collections_says_how_they_are_made_and_makes_none()
    {
        using (var db = Open())
        {
            db.Add(new Blog { Name = "Ada" });
            var error = Assert.IsType<NedbException>(Assert.Throws<DbUpdateException>(() => db.SaveChanges()).InnerException);
            Assert.Equal("There is no collection 'Blogs'" + HowToMake, error.Message);
        }

        using var other = Open();
        other.Database.OpenConnection();
        Assert.Empty(other.Database.GetDbConnection().GetSchema("Tables").Rows);
        Assert.True(other.Database.EnsureCreated());
        other.Add(new Blog { Name = "Ada" });
        Assert.Equal(1, other.SaveChanges());
    }

    [Fact]
    public void A_query_without_collections_says_how_they_are_made()
    {
        using var db = Open();
        var error = Assert.Throws<NedbException>(() => db.Blogs.Count());
        Assert.EndsWith("There is no collection 'Blogs'" + HowToMake, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_there_are_others_the_nearest_name_is_said()
    {
        using var db = Open();
        db.Database.ExecuteSqlRaw("CREATE COLLECTION Blog (Id int32 PRIMARY KEY, Name string)");
        db.Add(new Blog { Name = "Ada" });
        var error = Assert.Throws<DbUpdateException>(() => db.SaveChanges());
        Assert.Equal("There is no collection 'Blogs'; did you mean 'Blog'?", error.InnerException!.Message);
    }

    private BlogContext Open() => new(_database.OptionsFor<BlogContext>());

    private sealed class BlogContext(DbContextOptions options) : DbContext(options)
    {
        public DbSet<Blog> Blogs => Set<Blog>();
    }

    private sealed class Blog
    {
        public int Id { get; set; }

        public string Name { get; set; } = "";
    }
}
