using System.Buffers.Binary;
using Nedb.Storage.Runs;

namespace Nedb.Storage.Tests.Runs;

public sealed class KeyFilterTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(1_000)]
    [InlineData(300_000)]
    public void It_passes_all_keys_it_has_and_few_others_as_the_formula_says(int count)
    {
        var builder = new KeyFilterBuilder();
        for (var i = 0; i < count; i++)
            builder.Add(KeyOf(i));
        var pages = builder.Build();
        Assert.Equal(1 + (count * 10 - 1) / (KeyFilter.PageBytesMax * 8), pages.Length);
        Assert.All(pages, page => Assert.Equal(pages[0].Length, page.Length));
        for (var i = 0; i < count; i++)
            Assert.True(Passes(pages, KeyOf(i)));

        const int Others = 400_000;
        var passed = 0;
        for (var i = 0; i < Others; i++)
            passed += Passes(pages, KeyOf(count + i)) ? 1 : 0;
        // The probability of a false positive: (1 - e^(-probes * keys / bits))^probes; 0.82 % at ten bits a key.
        var bits = 8.0 * pages.Length * pages[0].Length;
        var expected = Math.Pow(1 - Math.Exp(-KeyFilter.Probes * count / bits), KeyFilter.Probes);
        Assert.InRange((double)passed / Others, 0, 1.15 * expected + 0.0005);
        Assert.True(expected < 0.009);
    }

    [Fact]
    public void A_hash_is_XXH3_of_64_bits() =>
        // the value of the reference implementation for no bytes
        Assert.Equal(0x2D06800538D394C2UL, KeyFilter.Hash([]));

    private static bool Passes(byte[][] pages, byte[] key)
    {
        var hash = KeyFilter.Hash(key);
        return KeyFilter.MayContain(pages[KeyFilter.PageOf(hash, pages.Length)], hash);
    }

    private static byte[] KeyOf(int number)
    {
        var key = new byte[9];
        BinaryPrimitives.WriteInt64BigEndian(key.AsSpan(1), number); // as dense as identities are
        return key;
    }
}
