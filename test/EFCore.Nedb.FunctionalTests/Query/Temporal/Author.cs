namespace Nedb.EntityFrameworkCore.Query.Temporal;

public sealed class Author
{
    public int Id { get; set; }

    public string Name { get; set; } = "";

    public Address Home { get; set; } = new();

    public List<Book> Books { get; } = [];
}
