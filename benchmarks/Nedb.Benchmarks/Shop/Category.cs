namespace Nedb.Benchmarks.Shop;

public sealed class Category
{
    public int Id { get; set; }

    public string Name { get; set; } = "";
}
