using Microsoft.EntityFrameworkCore;

namespace Nedb.EntityFrameworkCore.Query;

public sealed class SearchTests(ShopFixture shop) : IClassFixture<ShopFixture>
{
    [Fact]
    public void Texts_with_every_word_are_found()
    {
        using var context = shop.CreateNedb();
        var expected = shop.Data.Customers.Where(c => c.Name == "long name").Select(c => c.Id).ToList();
        Assert.NotEmpty(expected);
        var words = "NAME long";
        Assert.Equal(expected, context.Customers.Where(c => EF.Functions.Search(c.Name, words)).OrderBy(c => c.Id).Select(c => c.Id));
        Assert.Empty(context.Customers.Where(c => EF.Functions.Search(c.Name, "long nam")));
        var accented = shop.Data.Customers.Count(c => c.Name == "éclair");
        Assert.Equal(accented, context.Customers.Count(c => EF.Functions.Search(c.Name, "ECLAIR")));
    }

    [Fact]
    public void Null_has_no_words()
    {
        using var context = shop.CreateNedb();
        var all = shop.Data.Customers.Count;
        Assert.Equal(all, context.Customers.Count(c => EF.Functions.Search(c.City, "a")) + context.Customers.Count(c => !EF.Functions.Search(c.City, "a")));
        Assert.Equal(shop.Data.Customers.Count(c => c.City is "a" or "A" or "ä"), context.Customers.Count(c => EF.Functions.Search(c.City, "a")));
        Assert.Equal(all, context.Customers.Select(c => EF.Functions.Search(c.City, "a")).ToList().Count);
    }
}
