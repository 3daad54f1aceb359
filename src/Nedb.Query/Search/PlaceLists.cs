namespace Nedb.Query.Search;

/// <summary>Lists of places, each ascending.</summary>
internal static class PlaceLists
{
    /// <summary>The places that are in all lists.</summary>
    /// <param name="lists">The lists, which are brought into another order.</param>
    public static ReadOnlyMemory<int> Intersect(Span<ReadOnlyMemory<int>> lists)
    {
        if (lists.IsEmpty)
            return default;
        lists.Sort(static (left, right) => left.Length.CompareTo(right.Length));
        var found = lists[0];
        for (var i = 1; i < lists.Length && found.Length > 0; i++)
            found = Intersect(found.Span, lists[i].Span);
        return found;
    }

    private static ReadOnlyMemory<int> Intersect(ReadOnlySpan<int> few, ReadOnlySpan<int> many)
    {
        var both = new int[few.Length];
        var count = 0;
        var at = 0;
        foreach (var place in few)
        {
            at = LowerBound(many, at, place);
            if (at == many.Length)
                break;
            if (many[at] == place)
                both[count++] = place;
        }

        return both.AsMemory(0, count);
    }

    /// <summary>The first from one on that is not less; found in steps that double, then by halves.</summary>
    private static int LowerBound(ReadOnlySpan<int> places, int from, int place)
    {
        var step = 1;
        var low = from;
        while (low + step < places.Length && places[low + step] < place)
        {
            low += step;
            step *= 2;
        }

        var high = Math.Min(low + step, places.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (places[middle] < place)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
