namespace Nedb.EntityFrameworkCore.Query.Temporal;

public abstract class Medium
{
    public int Id { get; set; }

    public string Name { get; set; } = "";
}
