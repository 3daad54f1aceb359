namespace Nedb.EntityFrameworkCore.Query.Periods;

public sealed class Rate
{
    public int Item { get; set; }

    public DateOnly From { get; set; }

    public DateOnly? To { get; set; }

    public int Amount { get; set; }

    public string? Note { get; set; }
}
