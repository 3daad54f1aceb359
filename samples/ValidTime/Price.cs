namespace Nedb.Samples.ValidTime;

public sealed class Price
{
    public string Item { get; set; } = "";

    public DateOnly From { get; set; }

    public DateOnly? To { get; set; }

    public decimal Amount { get; set; }
}
