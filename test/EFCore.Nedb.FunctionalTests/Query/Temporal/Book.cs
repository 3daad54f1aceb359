namespace Nedb.EntityFrameworkCore.Query.Temporal;

public sealed class Book
{
    public int Id { get; set; }

    public string Title { get; set; } = "";

    public int Pages { get; set; }

    public int AuthorId { get; set; }

    public Author Author { get; set; } = null!;

    public Cover Cover { get; set; } = new();

    public List<Chapter> Chapters { get; } = [];

    public List<Topic> Topics { get; } = [];
}
