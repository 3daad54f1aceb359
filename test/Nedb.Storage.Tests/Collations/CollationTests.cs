using Nedb.Storage.Collations;

namespace Nedb.Storage.Tests.Collations;

public sealed class CollationTests
{
    [Theory]
    [InlineData("ordinal", "a", "A", 1)]
    [InlineData("ordinal", "a", "a", 0)]
    [InlineData("ordinal_ignore_case", "a", "A", 0)]
    [InlineData("ordinal_ignore_case", "É", "é", 0)]
    [InlineData("ordinal_ignore_case", "e", "é", -1)]
    [InlineData("unicode", "e", "é", -1)]
    [InlineData("unicode", "éa", "eb", -1)]
    [InlineData("unicode", "a", "A", 1)]
    [InlineData("unicode", "zebra", "Äpfel", 1)]
    [InlineData("unicode_ignore_accents", "Éclair", "eclair", 0)]
    [InlineData("unicode_ignore_accents", "Łódź", "lodz", 0)]
    [InlineData("unicode_ignore_accents", "e\u0301", "é", 0)]
    [InlineData("unicode_ignore_accents", "Ελλάς", "ελλας", 0)]
    [InlineData("unicode_ignore_accents", "Йод", "иод", 0)]
    public void Texts_compare(string name, string left, string right, int expected)
    {
        var collation = Collation.Find(name)!;
        Assert.Equal(expected, Math.Sign(collation.Compare(left, right)));
        Assert.Equal(-expected, Math.Sign(collation.Compare(right, left)));
        Assert.Equal(expected, Math.Sign(string.CompareOrdinal(collation.Key(left), collation.Key(right))));
        Assert.Equal(expected == 0, collation.Equals(left, right));
        if (expected == 0)
            Assert.Equal(collation.GetHashCode(left), collation.GetHashCode(right));
    }

    [Fact]
    public void Ignoring_case_agrees_with_StringComparison()
    {
        var random = new Random(7);
        for (var i = 0; i < 5_000; i++)
        {
            string left = Random(random), right = Random(random);
            Assert.Equal(
                Math.Sign(string.Compare(left, right, StringComparison.OrdinalIgnoreCase)),
                Math.Sign(Collation.OrdinalIgnoreCase.Compare(left, right)));
        }
    }

    [Fact]
    public void A_collation_that_is_not_known_is_none() => Assert.Null(Collation.Find("nocase"));

    private static string Random(Random random) => new([.. Enumerable.Range(0, random.Next(5)).Select(_ => "aAbBéÉzZ_ß"[random.Next(10)])]);
}
