namespace Nedb.EntityFrameworkCore.Query.Links;

public sealed class Place
{
    public int Country { get; set; }

    public Guid Number { get; set; }

    public string Name { get; set; } = "";
}
