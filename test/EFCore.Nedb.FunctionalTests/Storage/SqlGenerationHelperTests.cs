using Microsoft.EntityFrameworkCore.Storage;

namespace Nedb.EntityFrameworkCore.Storage;

public class SqlGenerationHelperTests
{
    private static readonly NedbSqlGenerationHelper Helper = new(new RelationalSqlGenerationHelperDependencies());

    [Theory]
    [InlineData("Blogs", "Blogs")]
    [InlineData("_seq", "_seq")]
    [InlineData("Größe", "Größe")]
    [InlineData("Order", "`Order`")]
    [InlineData("two words", "`two words`")]
    [InlineData("1st", "`1st`")]
    [InlineData("a`b", "`a``b`")]
    public void A_name_stands_bare_where_it_cannot_be_misread(string name, string delimited) => Assert.Equal(delimited, Helper.DelimitIdentifier(name));

    [Fact]
    public void A_schema_is_left_out() => Assert.Equal("Blogs", Helper.DelimitIdentifier("Blogs", "dbo"));
}
