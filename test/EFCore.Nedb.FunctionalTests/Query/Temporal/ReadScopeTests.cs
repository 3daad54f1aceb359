using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Nedb.Data;
using Nedb.EntityFrameworkCore.Infrastructure;

namespace Nedb.EntityFrameworkCore.Query.Temporal;

public sealed class ReadScopeTests(LibraryFixture library) : IClassFixture<LibraryFixture>
{
    [Fact]
    public void A_whole_context_reads_the_past_until_the_scope_is_over()
    {
        using var context = library.Create();
        using (context.AsOf(library.Built))
        {
            Assert.Equal("Ada", context.Authors.Single().Name);
            Assert.Equal("One", context.Books.Find(1)!.Title);
            Assert.Equal(2, context.Books.FromNql($"FROM Books WHERE Pages >= {100}").Count());
            Assert.Equal(["One", "Two"], context.Authors.Include(a => a.Books.OrderBy(b => b.Id)).Single().Books.Select(b => b.Title));
            using (context.AsOf(library.Empty))
                Assert.Empty(context.Books);
            Assert.Equal(2, context.Books.Count());
        }

        Assert.Equal("Ada L.", context.Authors.Single().Name);
        Assert.Single(context.ChangeTracker.Entries<Author>());
    }

    [Fact]
    public void Nothing_is_saved_within_it()
    {
        using var context = library.Create();
        using (context.AsOf(library.Built))
        {
            context.Add(new Topic { Id = 99, Name = "late" });
            var refusal = Assert.ThrowsAny<Exception>(() => context.SaveChanges());
            Assert.Contains("as of seq", refusal.GetBaseException().Message, StringComparison.Ordinal);
            Assert.ThrowsAny<Exception>(() => context.Books.ExecuteDelete());
        }

        Assert.Equal(2, context.Books.Count());
    }

    [Fact]
    public void A_moment_names_the_state_of_then()
    {
        using var context = library.Create();
        var built = context.Authors.History().Min(v => v.CommittedAt);
        using (context.AsOf(built))
            Assert.Equal("Ada", context.Authors.Single().Name);
        Assert.Throws<NedbException>(() => context.AsOf(DateTimeOffset.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => context.AsOf(-1));
        Assert.Equal("Ada L.", context.Authors.Single().Name);
    }

    [Fact]
    public void It_cannot_begin_in_a_transaction()
    {
        using var context = library.Create();
        using var transaction = context.Database.BeginTransaction();
        Assert.Throws<InvalidOperationException>(() => context.AsOf(library.Built));
        Assert.Equal(2, context.Books.Count());
    }

    [Fact]
    public void It_ends_behind_a_transaction_that_was_begun_in_it()
    {
        using var context = library.Create();
        var scope = context.AsOf(library.Built);
        var transaction = context.Database.BeginTransaction();

        var refusal = Assert.Throws<InvalidOperationException>(scope.Dispose);
        Assert.Contains("dispose the scope of AsOf again", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("Ada", context.Authors.Single().Name);
        Assert.Empty(context.ChangeTracker.Entries());
        transaction.Dispose();
        scope.Dispose();
        scope.Dispose();

        Assert.Equal("Ada L.", context.Authors.Single().Name);
        Assert.Single(context.ChangeTracker.Entries<Author>());
    }

    [Fact]
    public void A_context_that_goes_back_to_its_pool_reads_the_present_whatever_is_open_in_it()
    {
        using var database = new TestDatabase();
        using var services = new ServiceCollection()
            .AddPooledDbContextFactory<LibraryContext>(options => options.UseNedb(database.ConnectionString), poolSize: 1)
            .BuildServiceProvider();
        var factory = services.GetRequiredService<IDbContextFactory<LibraryContext>>();
        using (var context = factory.CreateDbContext())
        {
            context.Database.EnsureCreated();
            context.AsOf(0);
            context.AsOf(1);
            context.Database.BeginTransaction();
        }

        using var again = factory.CreateDbContext();
        again.Add(new Author { Id = 1, Name = "now" });
        again.SaveChanges();
        Assert.Equal("now", again.Authors.Single().Name);
        Assert.Null(again.Database.CurrentTransaction);
    }

    [Fact]
    public void The_options_make_a_context_that_reads_the_past_only()
    {
        using var database = new TestDatabase();
        long seq;
        using (var context = new LibraryContext(database.OptionsFor<LibraryContext>()))
        {
            context.Database.EnsureCreated();
            context.Add(new Author { Id = 1, Name = "then" });
            context.SaveChanges();
            seq = context.Database.Nedb().Seq;
            context.Authors.Single().Name = "now";
            context.SaveChanges();
        }

        using var past = new LibraryContext(database.OptionsFor<LibraryContext>(nedb => nedb.ReadAsOf(seq)));
        Assert.Equal("then", past.Authors.Single().Name);
        Assert.Empty(past.Authors.AsOf(0));
        past.Authors.Single().Name = "changed";
        Assert.ThrowsAny<Exception>(() => past.SaveChanges());
    }
}
