namespace Nedb.EntityFrameworkCore.Query.RandomQueries;

/// <summary>The sets of one provider, or of LINQ to Objects.</summary>
public sealed record World(string Name, IQueryable<Customer> Customers, IQueryable<Product> Products, IQueryable<Order> Orders)
{
    public static World Of(string name, ShopContext context) => new(name, context.Customers, context.Products, context.Orders);

    public static World Of(ShopData data) =>
        new("LINQ to Objects", data.Customers.AsQueryable(), data.Products.AsQueryable(), data.Orders.AsQueryable());
}
