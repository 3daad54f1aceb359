namespace Nedb.Benchmarks.Shop;

public sealed class Customer
{
    public int Id { get; set; }

    public string Name { get; set; } = "";

    public string Country { get; set; } = "";

    public List<Order> Orders { get; } = [];
}
