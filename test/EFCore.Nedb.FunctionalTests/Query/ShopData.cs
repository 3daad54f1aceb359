namespace Nedb.EntityFrameworkCore.Query;

/// <summary>The same rows for every provider, and as objects. Made from a seed, with nulls and equal values everywhere that they can be.</summary>
public sealed class ShopData
{
    private static readonly string[] Words = ["", "a", "A", "ab", "b", "Ba", "éclair", "ä", "z%_x", "long name"];

    private ShopData(List<Customer> customers, List<Product> products, List<Order> orders) =>
        (Customers, Products, Orders) = (customers, products, orders);

    public List<Customer> Customers { get; }

    public List<Product> Products { get; }

    public List<Order> Orders { get; }

    public static ShopData Create()
    {
        var random = new Random(1);
        var start = new DateTime(2020, 2, 27, 0, 0, 0, DateTimeKind.Unspecified);
        var customers = new List<Customer>();
        for (var id = 1; id <= 12; id++)
            customers.Add(new Customer
            {
                Id = id,
                Name = Word(random),
                City = random.Next(3) == 0 ? null : Word(random),
                Age = random.Next(-2, 6),
                Score = random.Next(3) == 0 ? null : random.Next(0, 5),
                Balance = random.Next(-50, 50) / 4m,
                Rate = random.Next(-8, 8) / 4.0,
                IsActive = random.Next(2) == 0,
                WantsMail = random.Next(3) switch { 0 => null, 1 => true, _ => false },
                Born = start.AddHours(random.Next(0, 24 * 800)),
                Token = new Guid(random.Next(0, 3), (short)id, 0, new byte[8]),
                Tags = [.. Enumerable.Range(0, random.Next(4)).Select(_ => Word(random))],
            });
        var products = new List<Product>();
        for (var id = 1; id <= 6; id++)
            products.Add(new Product
            {
                Id = id,
                Name = Word(random),
                Category = random.Next(3) == 0 ? null : Word(random),
                Stock = random.Next(0, 5),
                Limit = random.Next(3) == 0 ? null : random.Next(0, 5),
                Price = random.Next(0, 40) / 4m,
            });
        var orders = new List<Order>();
        for (var id = 1; id <= 30; id++)
            orders.Add(CreateOrder(random, id, start, customers, products));
        return new(customers, products, orders);
    }

    private static Order CreateOrder(Random random, int id, DateTime start, List<Customer> customers, List<Product> products)
    {
        var customer = customers[random.Next(customers.Count - 2)];
        var product = random.Next(3) == 0 ? null : products[random.Next(products.Count - 1)];
        var order = new Order
        {
            Id = id,
            CustomerId = customer.Id,
            Customer = customer,
            ProductId = product?.Id,
            Product = product,
            Quantity = random.Next(0, 5),
            Total = random.Next(-20, 80) / 4m,
            Placed = start.AddMinutes(random.Next(0, 60 * 24 * 400)),
            Shipped = random.Next(2) == 0 ? null : start.AddDays(random.Next(0, 400)),
            Note = random.Next(3) == 0 ? null : Word(random),
            State = (OrderState)random.Next(3),
        };
        customer.Orders.Add(order);
        product?.Orders.Add(order);
        return order;
    }

    private static string Word(Random random) => Words[random.Next(Words.Length)];

    /// <summary>Adds copies of the rows to a context and saves them.</summary>
    public void SaveTo(ShopContext context)
    {
        var copy = Create();
        context.AddRange(copy.Customers);
        context.AddRange(copy.Products);
        context.AddRange(copy.Orders);
        context.SaveChanges();
    }
}
