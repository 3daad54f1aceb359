using Nedb.Storage.Values;

namespace Nedb.Storage.Tests.Values;

public sealed class PiecedListTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Adding_and_taking_back_leaves_what_a_list_has(int seed)
    {
        var random = new Random(seed);
        var expected = new List<string>();
        var found = new PiecedList<string>();
        for (var round = 0; round < 200; round++)
        {
            for (var added = random.Next(200); added > 0; added--)
            {
                expected.Add($"{round} {added}");
                found.Add(expected[^1]);
            }

            if (random.Next(3) == 0)
            {
                var kept = random.Next(10) == 0 ? 0 : random.Next(expected.Count + 1);
                expected.RemoveRange(kept, expected.Count - kept);
                found.Truncate(kept);
            }

            Assert.Equal(expected.Count, found.Count);
            Assert.Equal(expected, Read(found, found.Count));
        }
    }

    [Fact]
    public void A_copy_of_the_first_items_goes_its_own_way()
    {
        var list = new PiecedList<string>();
        for (var i = 0; i < 3_000; i++)
            list.Add($"{i}");
        var copy = PiecedList<string>.CopyOf(list, 2_500);
        copy.Add("another");
        list.Add("one more");
        Assert.Equal((3_001, 2_501), (list.Count, copy.Count));
        Assert.Equal(("2500", "another"), (list[2_500], copy[2_500]));
        Assert.Equal(Read(list, 2_500), Read(copy, 2_500));
    }

    [Fact]
    public void A_large_list_allocates_little_more_than_it_holds()
    {
        const int Items = 20_000;
        Fill(Items);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Fill(Items);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 8 * Items, 9 * Items);

        static void Fill(int count)
        {
            var list = new PiecedList<long>();
            for (var i = 0; i < count; i++)
                list.Add(i);
        }
    }

    private static IEnumerable<string> Read(PiecedList<string> list, int count)
    {
        for (var i = 0; i < count; i++)
            yield return list[i];
    }
}
