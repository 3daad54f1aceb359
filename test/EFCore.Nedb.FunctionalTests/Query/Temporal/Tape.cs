namespace Nedb.EntityFrameworkCore.Query.Temporal;

public sealed class Tape : Medium
{
    public int Minutes { get; set; }
}
