namespace Nedb.EntityFrameworkCore.Query.Temporal;

public class Shelf
{
    public int Id { get; set; }

    public string Room { get; set; } = "";
}
