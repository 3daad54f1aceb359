namespace Nedb.EntityFrameworkCore.Query.Bitemporal;

/// <summary>What is said of an item from a day on.</summary>
public sealed class Fact
{
    public int Item { get; set; }

    public DateOnly From { get; set; }

    /// <summary>The first day after, or null.</summary>
    public DateOnly? To { get; set; }

    public int Amount { get; set; }

    public string? Note { get; set; }

    /// <summary>Another number for each change, which split parts share.</summary>
    public int Stamp { get; set; }
}
