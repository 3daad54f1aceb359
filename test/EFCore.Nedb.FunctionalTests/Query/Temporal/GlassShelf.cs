namespace Nedb.EntityFrameworkCore.Query.Temporal;

public sealed class GlassShelf : Shelf
{
    public int Locks { get; set; }
}
