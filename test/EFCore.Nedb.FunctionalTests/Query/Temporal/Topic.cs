namespace Nedb.EntityFrameworkCore.Query.Temporal;

public sealed class Topic
{
    public int Id { get; set; }

    public string Name { get; set; } = "";

    public List<Book> Books { get; } = [];
}
