using Nedb.Query.Search;
using Nedb.Query.Tests.Functions;
using Nedb.Storage.Values;

namespace Nedb.Query.Tests.Search;

/// <summary>The borders of words are those that Python's module regex finds with its flag WORD, which follows Unicode's annex 29.</summary>
public sealed class SearchTests
{
    [Theory]
    [InlineData("The quick, brown fox!", "the quick brown fox")]
    [InlineData("Café CRÈME", "cafe creme")]
    [InlineData("cafe\u0301", "cafe")]
    [InlineData("हिन्दी भाषा", "हिन्दी भाषा")]
    [InlineData("don't stop", "don't stop")]
    [InlineData("don\u2019t stop", "don't stop")]
    [InlineData("snake_case x2 3.14", "snake_case x2 3.14")]
    [InlineData("1,000.50 items", "1,000.50 items")]
    [InlineData("example.com U.S.A. a.b", "example.com u.s.a a.b")]
    [InlineData("日本語 text", "日 本 語 text")]
    [InlineData("ひらがなカタカナ", "ひ ら が な カタカナ")]
    [InlineData("ไทย", "ไ ท ย")]
    [InlineData("e-mail user@host", "e mail user host")]
    [InlineData("rock 'n' roll", "rock n roll")]
    [InlineData("a:b 10:30", "a:b 10 30")]
    [InlineData("_x_ __", "_x_")]
    [InlineData("x\u00b2", "x \u00b2")]
    [InlineData("שלום צה\"ל", "שלום צה\"ל")]
    [InlineData("한국어 단어", "한국어 단어")]
    [InlineData("5'4 O'Neil's", "5'4 o'neil's")]
    [InlineData("3. 4.", "3 4")]
    [InlineData("a__b 1_000", "a__b 1_000")]
    [InlineData("😀", "")]
    [InlineData("𝒜bc", "𝒜bc")]
    [InlineData("", "")]
    public void Text_is_cut_into_words_without_case_and_accents(string text, string words) =>
        Assert.Equal(words, string.Join(' ', SearchTokenizer.Tokenize(text)));

    [Theory]
    [InlineData("rust", "['I like Rust']", true)]
    [InlineData("rust hacker", "['Rust', 'a hacker']", true)]
    [InlineData("rust hacker", "['Rust']", false)]
    [InlineData("ust", "['Rust']", false)]
    [InlineData("deep", "[{a: ['very deep']}]", true)]
    [InlineData("a", "[{a: 1}]", false)]
    [InlineData("5", "[5]", false)]
    [InlineData("", "['anything']", true)]
    [InlineData("!!", "[]", true)]
    public void Every_word_must_be_found_in_any_value(string phrase, string values, bool expected) =>
        Assert.Equal(expected, SearchPhrase.Parse(phrase).Matches(Calculator.Compute(values).AsArray().Items));

    [Fact]
    public void A_phrase_knows_its_words_once_and_in_order() => Assert.Equal(["a", "b"], SearchPhrase.Parse("b a B").Words);

    [Fact]
    public void Numbers_and_other_kinds_have_no_words() => Assert.Empty(SearchPhrase.WordsOf(NedbValue.FromInt64(5)));
}
