namespace Nedb.EntityFrameworkCore.Query;

public sealed class Order
{
    public int Id { get; set; }

    public int CustomerId { get; set; }

    public Customer Customer { get; set; } = null!;

    public int? ProductId { get; set; }

    public Product? Product { get; set; }

    public int Quantity { get; set; }

    public decimal Total { get; set; }

    public DateTime Placed { get; set; }

    public DateTime? Shipped { get; set; }

    public string? Note { get; set; }

    public OrderState State { get; set; }
}
