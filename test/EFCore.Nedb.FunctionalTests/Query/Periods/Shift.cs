namespace Nedb.EntityFrameworkCore.Query.Periods;

/// <summary>A period of moments, under a generated key.</summary>
public sealed class Shift
{
    public int Id { get; set; }

    public string Worker { get; set; } = "";

    public DateTime? Start { get; set; }

    public DateTime? End { get; set; }
}
