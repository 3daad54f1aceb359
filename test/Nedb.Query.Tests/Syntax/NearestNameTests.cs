using Nedb.Query.Syntax;

namespace Nedb.Query.Tests.Syntax;

public sealed class NearestNameTests
{
    private static readonly string[] Known = ["customers", "orders", "order_lines", "id", "name"];

    [Theory]
    [InlineData("custmers", "customers")]
    [InlineData("CUSTOMERS", "customers")]
    [InlineData("ordres", "orders")]
    [InlineData("orderlines", "order_lines")]
    [InlineData("nmae", "name")]
    [InlineData("products", null)]
    [InlineData("x", null)]
    [InlineData("", null)]
    public void A_slip_of_the_pen_finds_its_name_and_nothing_else_does(string typed, string? meant) =>
        Assert.Equal(meant, NearestName.Find(typed, Known));

    [Theory]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("ab", "ba", 1)]
    [InlineData("", "abc", 3)]
    [InlineData("same", "SAME", 0)]
    public void The_distance_counts_slips(string left, string right, int expected) =>
        Assert.Equal(expected, NearestName.Distance(left, right));
}
