namespace Nedb.EntityFrameworkCore.Query.Temporal;

public sealed class Price
{
    public int Id { get; set; }

    public string Item { get; set; } = "";

    public int Amount { get; set; }
}
