namespace Nedb.Benchmarks.Shop;

/// <summary>Ten columns of the usual kinds.</summary>
public sealed class Order
{
    public int Id { get; set; }

    public int CustomerId { get; set; }

    public Customer? Customer { get; set; }

    public string Code { get; set; } = "";

    public string Name { get; set; } = "";

    public string Address { get; set; } = "";

    public decimal Total { get; set; }

    public int Quantity { get; set; }

    public DateTime CreatedAt { get; set; }

    public bool IsPaid { get; set; }

    public int Status { get; set; }

    public List<OrderLine> Lines { get; } = [];

    /// <summary>The order of a number from 0, of one of so many customers: ten of the first 100,000 orders belong to each of 10,000.</summary>
    public static Order Make(int number, int customers) => new()
    {
        CustomerId = number / 10 % customers + 1,
        Code = $"ORD-{number:00000000}",
        Name = $"Order of customer {number / 10 % customers + 1:00000000}",
        Address = $"{number % 977 + 1} Long Street, District {number % 31:00}, Somewhere",
        Total = number % 10_000 * 1.25m,
        Quantity = number % 100,
        CreatedAt = new DateTime(2024, 1, 1).AddSeconds((long)number * 7919 % 31_536_000),
        IsPaid = number % 3 == 0,
        Status = number % 10,
    };
}
