using System.Text.RegularExpressions;
using Nedb.Query.Diagnostics;
using Nedb.Query.Types;

namespace Nedb.Query.Tests.Types;

public sealed class LikePatternTests
{
    [Theory]
    [InlineData("abc", "abc", null, true)]
    [InlineData("abc", "ABC", null, false)]
    [InlineData("abc", "a%", null, true)]
    [InlineData("abc", "%c", null, true)]
    [InlineData("abc", "%b%", null, true)]
    [InlineData("abc", "a_c", null, true)]
    [InlineData("abc", "a__c", null, false)]
    [InlineData("", "%", null, true)]
    [InlineData("", "_", null, false)]
    [InlineData("50%", "50\\%", "\\", true)]
    [InlineData("50x", "50\\%", "\\", false)]
    [InlineData("a_b", "a!_b", "!", true)]
    [InlineData("a!b", "a!!b", "!", true)]
    [InlineData("aXbXc", "%X%X%", null, true)]
    [InlineData("a.c", "a.c", null, true)]
    [InlineData("abc", "a.c", null, false)]
    [InlineData("line\nend", "line%end", null, true)]
    public void A_text_matches_a_pattern_as_a_whole(string text, string pattern, string? escape, bool expected) =>
        Assert.Equal(expected, LikePattern.Create(pattern, escape, ignoreCase: false).IsMatch(text));

    [Fact]
    public void Random_patterns_match_as_the_regular_expression_of_the_same_meaning_does()
    {
        var random = new Random(31);
        for (var i = 0; i < 5_000; i++)
        {
            var pattern = Random(random, "ab%_\\", 6);
            var text = Random(random, "abAB%_", 8);
            var ignoreCase = i % 2 == 0;
            if (pattern.Replace("\\\\", "", StringComparison.Ordinal).EndsWith('\\'))
            {
                Assert.Throws<NqlException>(() => LikePattern.Create(pattern, "\\", ignoreCase));
                continue;
            }

            var regex = Regex.Replace(pattern, @"\\(.)|%|_|[^\\%_]", static match => match.Value switch
            {
                "%" => ".*",
                "_" => ".",
                ['\\', var escaped] => Regex.Escape(escaped.ToString()),
                var letter => Regex.Escape(letter),
            });
            var expected = Regex.IsMatch(text, $"^(?:{regex})$",
                RegexOptions.Singleline | (ignoreCase ? RegexOptions.IgnoreCase : RegexOptions.None));
            Assert.True(expected == LikePattern.Create(pattern, "\\", ignoreCase).IsMatch(text),
                $"'{text}' LIKE '{pattern}' should be {expected}");
        }
    }

    [Theory]
    [InlineData("abc%", "abc", false)]
    [InlineData("abc", "abc", true)]
    [InlineData("%abc", "", false)]
    [InlineData("a_c", "a", false)]
    [InlineData("a\\%b%", "a%b", false)]
    public void The_fixed_prefix_is_what_every_match_begins_with(string pattern, string prefix, bool isExact)
    {
        var like = LikePattern.Create(pattern, "\\", ignoreCase: false);
        Assert.Equal((prefix, isExact), (like.FixedPrefix, like.IsExact));
    }

    [Fact]
    public void A_pattern_of_many_wildcards_takes_no_exponential_time()
    {
        var like = LikePattern.Create(string.Concat(Enumerable.Repeat("%a", 200)) + "b", null, ignoreCase: false);
        Assert.False(like.IsMatch(new string('a', 5_000)));
    }

    private static string Random(Random random, string letters, int most) =>
        new([.. Enumerable.Range(0, random.Next(most + 1)).Select(_ => letters[random.Next(letters.Length)])]);
}
