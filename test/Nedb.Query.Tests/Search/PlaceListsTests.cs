using Nedb.Query.Search;

namespace Nedb.Query.Tests.Search;

public sealed class PlaceListsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void What_is_in_all_lists_is_found(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 200; round++)
        {
            var lists = new int[random.Next(1, 4)][];
            for (var i = 0; i < lists.Length; i++)
                lists[i] = [.. Enumerable.Range(0, 300).Where(_ => random.Next(1 + random.Next(6)) == 0)];
            var expected = lists.Aggregate(static (left, right) => [.. left.Intersect(right)]);
            Assert.Equal(expected, PlaceLists.Intersect(Array.ConvertAll(lists, static list => new ReadOnlyMemory<int>(list))).ToArray());
        }

        Assert.True(PlaceLists.Intersect([]).IsEmpty);
    }
}
