namespace Nedb.EntityFrameworkCore.Query.Temporal;

public class Reader
{
    public int Id { get; set; }

    public string Name { get; set; } = "";
}
