namespace Nedb.EntityFrameworkCore.Query.Temporal;

public sealed class Chapter
{
    public string Heading { get; set; } = "";
}
