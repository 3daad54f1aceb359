namespace Nedb.Samples.Links;

public sealed class Person
{
    public string Id { get; set; } = "";
}
