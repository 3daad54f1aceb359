namespace Nedb.Storage.Runs;

/// <summary>
/// Estimates how much of some runs is hidden by newer ones, from a few keys of each and the filters of the others: what is hidden costs
/// every scan, and only merging takes it away.
/// </summary>
internal static class RunOverlap
{
    private const int PlacesMax = 16;
    private const int KeysOfPlace = 4;

    /// <summary>About how many entries have the key of an entry in a newer run.</summary>
    /// <param name="newestFirst">The runs.</param>
    public static long CountHidden(ReadOnlySpan<Run> newestFirst)
    {
        long hidden = 0;
        for (var i = 0; i < newestFirst.Length - 1; i++)
            hidden += (long)(ShareFoundIn(newestFirst[(i + 1)..], newestFirst[i]) * newestFirst[i].Info.EntryCount);
        return hidden;
    }

    private static double ShareFoundIn(ReadOnlySpan<Run> older, Run run)
    {
        var (looked, found) = (0, 0);
        var cursor = run.OpenCursor(keepsBlocks: false);
        var groups = Block.GroupOf(run.Root.Count - 1) + 1;
        for (var place = 0; place < Math.Min(groups, PlacesMax); place++)
        {
            if (!cursor.Seek(run.Root.BaseKey(place * groups / Math.Min(groups, PlacesMax))))
                continue;
            for (var i = 0; i < KeysOfPlace; i++)
            {
                cursor.MoveTo(cursor.Leaf.Count * i / KeysOfPlace);
                looked++;
                found += IsIn(older, cursor.Key) ? 1 : 0;
            }
        }

        return looked == 0 ? 0 : (double)found / looked;
    }

    private static bool IsIn(ReadOnlySpan<Run> runs, ReadOnlySpan<byte> key)
    {
        foreach (var run in runs)
            if (run.MayContain(key))
                return true;
        return false;
    }
}
