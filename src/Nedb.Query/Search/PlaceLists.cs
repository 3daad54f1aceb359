namespace Nedb.Query.Search;

/// <summary>Lists of places, each ascending.</summary>
internal static class PlaceLists
{
    /// <summary>The places that are in all lists.</summary>
    public static List<int> Intersect(IEnumerable<List<int>> lists)
    {
        List<int>? found = null;
        foreach (var list in lists.OrderBy(static list => list.Count))
        {
            found = found is null ? list : Intersect(found, list);
            if (found.Count == 0)
                break;
        }

        return found ?? [];
    }

    private static List<int> Intersect(List<int> few, List<int> many)
    {
        var both = new List<int>(few.Count);
        var at = 0;
        foreach (var place in few)
        {
            at = LowerBound(many, at, place);
            if (at == many.Count)
                break;
            if (many[at] == place)
                both.Add(place);
        }

        return both;
    }

    /// <summary>The first from one on that is not less; found in steps that double, then by halves.</summary>
    private static int LowerBound(List<int> places, int from, int place)
    {
        var step = 1;
        var low = from;
        while (low + step < places.Count && places[low + step] < place)
        {
            low += step;
            step *= 2;
        }

        var high = Math.Min(low + step, places.Count);
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
