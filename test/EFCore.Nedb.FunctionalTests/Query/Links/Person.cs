namespace Nedb.EntityFrameworkCore.Query.Links;

public sealed class Person
{
    public string Id { get; set; } = "";

    public int Age { get; set; }
}
