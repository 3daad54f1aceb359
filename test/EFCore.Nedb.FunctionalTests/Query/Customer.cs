namespace Nedb.EntityFrameworkCore.Query;

public sealed class Customer
{
    public int Id { get; set; }

    public string Name { get; set; } = "";

    public string? City { get; set; }

    public int Age { get; set; }

    public int? Score { get; set; }

    public decimal Balance { get; set; }

    public double Rate { get; set; }

    public bool IsActive { get; set; }

    public bool? WantsMail { get; set; }

    public DateTime Born { get; set; }

    public Guid Token { get; set; }

    public List<string> Tags { get; set; } = [];

    public List<Order> Orders { get; } = [];
}
