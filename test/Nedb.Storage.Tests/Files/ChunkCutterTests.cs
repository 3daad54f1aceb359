using Nedb.Storage.Files;

namespace Nedb.Storage.Tests.Files;

public sealed class ChunkCutterTests
{
    [Fact]
    public void Chunks_lie_between_the_least_and_the_greatest_size_and_are_near_the_normal_one()
    {
        var bytes = new byte[8 << 20];
        new Random(1).NextBytes(bytes);
        var cuts = Cuts(bytes);
        Assert.Equal(bytes.Length, cuts.Sum());
        Assert.All(cuts[..^1], length => Assert.InRange(length, ChunkCutter.LeastBytes, ChunkCutter.GreatestBytes));
        Assert.InRange(cuts.Average(), ChunkCutter.NormalBytes / 2, ChunkCutter.NormalBytes * 2);
    }

    [Fact]
    public void What_never_changes_is_cut_at_the_greatest_size()
    {
        Assert.All(Cuts(new byte[3 << 20]), length => Assert.Equal(ChunkCutter.GreatestBytes, length));
        Assert.Empty(Cuts([]));
        Assert.Equal([5], Cuts(new byte[5]));
    }

    [Fact]
    public void A_cut_does_not_depend_on_what_comes_after_the_greatest_size()
    {
        var bytes = new byte[1 << 20];
        new Random(2).NextBytes(bytes);
        Assert.Equal(ChunkCutter.Cut(bytes), ChunkCutter.Cut(bytes.AsSpan(0, ChunkCutter.GreatestBytes)));
    }

    private static List<int> Cuts(ReadOnlySpan<byte> bytes)
    {
        var cuts = new List<int>();
        while (!bytes.IsEmpty)
        {
            cuts.Add(ChunkCutter.Cut(bytes));
            bytes = bytes[cuts[^1]..];
        }

        return cuts;
    }
}
