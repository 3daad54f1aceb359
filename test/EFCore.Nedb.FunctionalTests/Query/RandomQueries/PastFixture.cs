using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Nedb.Data;

namespace Nedb.EntityFrameworkCore.Query.RandomQueries;

/// <summary>A shop that was filled, and then changed and deleted whole, and filled anew with other rows under the same keys.</summary>
public sealed class PastFixture : IDisposable
{
    private readonly NedbConnection _connection = new("Data Source=:memory:");

    public PastFixture()
    {
        _connection.Open();
        using (var context = Create())
        {
            context.Database.EnsureCreated();
            Data.SaveTo(context);
            Seq = context.Database.Nedb().Seq;
        }

        using (var context = Create())
        {
            context.Orders.ExecuteUpdate(s => s.SetProperty(o => o.Quantity, o => o.Quantity + 1).SetProperty(o => o.ProductId, (int?)null));
            context.Customers.ExecuteUpdate(s => s.SetProperty(c => c.Name, "changed").SetProperty(c => c.City, c => c.Name));
            context.Products.ExecuteUpdate(s => s.SetProperty(p => p.Price, p => p.Price * 2));
            context.Orders.ExecuteDelete();
            context.Customers.ExecuteDelete();
            context.Products.ExecuteDelete();
        }

        using (var context = Create())
        {
            context.Add(new Customer { Id = 3, Name = "another", Token = Guid.Empty });
            context.Add(new Customer { Id = 99, Name = "a late one", Token = Guid.Empty });
            context.Add(new Order { Id = 7, CustomerId = 3, Quantity = 1000 });
            context.SaveChanges();
        }
    }

    public ShopData Data { get; } = ShopData.Create();

    /// <summary>The seq at which the shop held its data.</summary>
    public long Seq { get; }

    public ShopContext Create() => new(new DbContextOptionsBuilder<ShopContext>()
        .UseNedb(_connection)
        .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
        .ConfigureWarnings(warnings => warnings.Ignore(
            CoreEventId.RowLimitingOperationWithoutOrderByWarning,
            CoreEventId.FirstWithoutOrderByAndFilterWarning,
            CoreEventId.DistinctAfterOrderByWithoutRowLimitingOperatorWarning))
        .Options);

    public void Dispose() => _connection.Dispose();
}
