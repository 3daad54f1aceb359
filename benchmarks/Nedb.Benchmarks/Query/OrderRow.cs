namespace Nedb.Benchmarks.Query;

/// <summary>What a row of ten columns is read into.</summary>
internal sealed class OrderRow
{
    public int Id { get; init; }

    public int CustomerId { get; init; }

    public string Code { get; init; } = "";

    public string Name { get; init; } = "";

    public string Address { get; init; } = "";

    public decimal Total { get; init; }

    public int Quantity { get; init; }

    public DateTime CreatedAt { get; init; }

    public bool IsPaid { get; init; }

    public string Status { get; init; } = "";
}
