namespace Nedb.Query.Syntax;

/// <summary>Finds the known name that somebody who mistyped it most likely meant.</summary>
internal static class NearestName
{
    private const int MaxLength = 64;

    /// <summary>
    /// The candidate with the fewest slips of the pen to the word, case aside, if they are few enough for its length; the first of several.
    /// </summary>
    /// <returns>The candidate, or null where none is near.</returns>
    public static string? Find(string word, IEnumerable<string> candidates)
    {
        string? nearest = null;
        var least = int.MaxValue;
        if (word.Length is 0 or > MaxLength)
            return null;
        foreach (var candidate in candidates)
        {
            if (candidate.Length is 0 or > MaxLength)
                continue;
            var allowed = Math.Min(3, (Math.Max(word.Length, candidate.Length) + 1) / 3);
            if (Math.Abs(candidate.Length - word.Length) > allowed)
                continue;
            var distance = Distance(word, candidate);
            if (distance <= allowed && distance < least)
                (nearest, least) = (candidate, distance);
        }

        return nearest;
    }

    /// <summary>A sentence for the end of a message: <c>; did you mean 'name'?</c>, or nothing where no candidate is near.</summary>
    public static string Hint(string word, IEnumerable<string> candidates) =>
        Find(word, candidates) is { } found ? $"; did you mean '{found}'?" : "";

    /// <summary>The number of inserted, missing, wrong or swapped letters, case aside.</summary>
    internal static int Distance(string left, string right)
    {
        Span<int> before = stackalloc int[right.Length + 1];
        Span<int> last = stackalloc int[right.Length + 1];
        Span<int> row = stackalloc int[right.Length + 1];
        for (var j = 0; j <= right.Length; j++)
            last[j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var cost = Same(left[i - 1], right[j - 1]) ? 0 : 1;
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + cost);
                if (i > 1 && j > 1 && Same(left[i - 1], right[j - 2]) && Same(left[i - 2], right[j - 1]))
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
            }

            last.CopyTo(before);
            row.CopyTo(last);
        }

        return last[right.Length];
    }

    private static bool Same(char left, char right) => left == right || char.ToUpperInvariant(left) == char.ToUpperInvariant(right);
}
