namespace Nedb.EntityFrameworkCore.Query.Temporal;

public sealed class Cover
{
    public string Color { get; set; } = "";
}
