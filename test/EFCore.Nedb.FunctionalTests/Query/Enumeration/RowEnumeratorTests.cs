using Microsoft.EntityFrameworkCore;
using Nedb.Data;
using Nedb.EntityFrameworkCore.Infrastructure;

namespace Nedb.EntityFrameworkCore.Query.Enumeration;

/// <summary>Reading rows without awaiting them.</summary>
public sealed class RowEnumeratorTests : IDisposable
{
    private const int Count = 10_000;

    private readonly TestDatabase _database = new();
    private readonly DbContextOptions<ShopContext> _options;

    public RowEnumeratorTests()
    {
        _options = _database.OptionsFor<ShopContext>();
        using var db = new ShopContext(_options);
        db.Database.EnsureCreated();
        db.AddRange(Enumerable.Range(1, Count).Select(static n => new Product { Id = n, Name = "p" + n % 10 }));
        db.SaveChanges();
    }

    public void Dispose() => _database.Dispose();

    [Fact]
    public void A_row_that_is_read_makes_nothing_but_what_the_caller_gets()
    {
        using var db = new ShopContext(_options);
        Read(db);

        Assert.InRange(Read(db) / Count, 0, 16);

        static long Read(ShopContext db)
        {
            var sum = 0L;
            var before = GC.GetAllocatedBytesForCurrentThread();
            foreach (var id in db.Products.Select(product => product.Id))
                sum += id;
            Assert.Equal(Count * (Count + 1L) / 2, sum);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public async Task A_result_that_cannot_be_computed_fails_as_the_provider_does()
    {
        await using var db = new ShopContext(_options);
        var quotients = db.Products.Select(product => 5 / (product.Id - product.Id));

        Assert.Equal(NedbErrorCode.ValueInvalid, Assert.Throws<NedbException>(() => quotients.ToList()).Code);
        Assert.Equal(NedbErrorCode.ValueInvalid, Assert.Throws<NedbException>(() => quotients.First()).Code);
        Assert.Equal(NedbErrorCode.ValueInvalid, (await Assert.ThrowsAsync<NedbException>(() => quotients.ToListAsync())).Code);
    }

    [Fact]
    public void A_query_may_be_asked_between_the_rows_of_another()
    {
        using var db = new ShopContext(_options);

        foreach (var product in db.Products.Where(product => product.Id <= 3))
            Assert.Equal(Count / 10, db.Products.Count(other => other.Name == product.Name));
    }

    [Fact]
    public void A_query_may_be_asked_by_what_makes_the_rows_of_another()
    {
        using var db = new ShopContext(_options);

        Assert.Equal([3, 3, 3], db.Products.Where(product => product.Id <= 3).Select(product => CountTo3(db, product.Id)));
    }

    [Fact]
    public void A_context_is_not_for_two_threads_at_the_same_time()
    {
        using var db = new ShopContext(_options);

        var refused = db.Products.Where(product => product.Id == 1).Select(product => AskElsewhere(db, product.Id)).Single();

        Assert.IsType<InvalidOperationException>(refused);
        Assert.Equal(Count, db.Products.Count());
    }

    [Fact]
    public void A_context_that_was_told_not_to_check_does_not()
    {
        using var db = new ShopContext(_database.OptionsFor<ShopContext>(more: options => options.EnableThreadSafetyChecks(false)));

        Assert.Equal([1, 2, 3], db.Products.OrderBy(product => product.Id).Take(3).Select(product => product.Id).AsEnumerable());
    }

    [Fact]
    public void What_fails_while_rows_are_read_leaves_the_context_usable()
    {
        using var db = new ShopContext(_options);

        Assert.Throws<DivideByZeroException>(() => db.Products.OrderBy(product => product.Id).Select(product => Fail(product.Id)).ToList());
        Assert.Equal(Count, db.Products.Count());
    }

    [Fact]
    public void Results_with_collections_take_as_many_rows_as_they_have()
    {
        using (var db = new ShopContext(_options))
        {
            db.Add(new Customer { Id = 1, Name = "Ada" });
            db.AddRange(Enumerable.Range(1, 7).Select(static n => new Order { Id = n, CustomerId = 1, ProductId = n < 5 ? 2 : 3 }));
            db.SaveChanges();
        }

        using var read = new ShopContext(_options);
        var products = read.Products.Where(product => product.Id <= 4).Include(product => product.Orders).OrderBy(product => product.Id);

        Assert.Equal([0, 4, 3, 0], products.AsEnumerable().Select(static product => product.Orders.Count));
        Assert.Equal([0, 4, 3, 0], products.AsNoTracking().AsEnumerable().Select(static product => product.Orders.Count));
        Assert.Equal(2, products.First(static product => product.Orders.Count > 3).Id);
    }

    private static int CountTo3(ShopContext db, int id) => db.Products.AsNoTracking().Count(product => product.Id <= 3 + (0 * id));

    private static Exception? AskElsewhere(ShopContext db, int id)
    {
        Exception? failure = null;
        var other = new Thread(() => failure = Record.Exception(() => db.Products.Count(product => product.Id == id)));
        other.Start();
        other.Join();
        return failure;
    }

    private static int Fail(int id) => 10 / (id - 2);
}
