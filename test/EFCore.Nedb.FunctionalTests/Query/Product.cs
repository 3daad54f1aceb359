namespace Nedb.EntityFrameworkCore.Query;

public sealed class Product
{
    public int Id { get; set; }

    public string Name { get; set; } = "";

    public string? Category { get; set; }

    public int Stock { get; set; }

    public int? Limit { get; set; }

    public decimal Price { get; set; }

    public List<Order> Orders { get; } = [];
}
