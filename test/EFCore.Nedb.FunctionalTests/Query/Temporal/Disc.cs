namespace Nedb.EntityFrameworkCore.Query.Temporal;

public sealed class Disc : Medium
{
    public int Tracks { get; set; }
}
