using Nedb.Query.Binding;

namespace Nedb.Query.Planning;

/// <summary>
/// Finds a cheap order in which to join collections: from each of them as the first, always next the one that leaves the fewest rows, and
/// of these orders the cheapest. Of many collections only those that give the fewest rows are tried as the first. What is estimated of a
/// source is kept until one is read that a condition joins it to, so that some hundreds of sources are planned quickly.
/// </summary>
/// <param name="sources">The collections, as they are written.</param>
/// <param name="estimate">
/// For a source, with the slots that are read before it: about how many of its rows are found for one row of those, and how many are read
/// to find them, once and then for each. Of those slots it minds only whether there are any, and those of related sources.
/// </param>
/// <param name="areRelated">Whether a condition speaks of both slots.</param>
/// <param name="cancellation">Stops the work.</param>
internal sealed class JoinOrder(
    List<BoundCollectionSource> sources,
    Func<BoundCollectionSource, HashSet<int>, (double Matches, double Once, double Each)> estimate,
    Func<int, int, bool> areRelated,
    CancellationToken cancellation)
{
    // An order other than the written one must save much: its estimate may be wrong, and its rows must be put back into order.
    private const double LeastGain = 2;

    // So many sources are tried as the first.
    private const int MostFirsts = 16;

    /// <summary>The best order; null where it is the written one, or hardly better.</summary>
    /// <param name="least">About how many rows are read in that order.</param>
    public List<BoundCollectionSource>? Find(out double least)
    {
        var written = CostOf(sources);
        List<BoundCollectionSource>? best = null;
        least = written / LeastGain;
        foreach (var first in Firsts())
        {
            cancellation.ThrowIfCancellationRequested();
            var order = Complete(first);
            var cost = CostOf(order);
            if (cost >= least)
                continue;
            best = order;
            least = cost;
        }

        return best;
    }

    // In the order in which they are written, so that of orders that cost the same the same one is taken whatever is left out.
    private IEnumerable<BoundCollectionSource> Firsts()
    {
        if (sources.Count <= MostFirsts)
            return sources;
        var chosen = sources.OrderBy(source => estimate(source, []).Matches).Take(MostFirsts).ToHashSet();
        return sources.Where(chosen.Contains);
    }

    /// <summary>The order that begins with a source, and goes on with what leaves the fewest rows.</summary>
    public List<BoundCollectionSource> Complete(BoundCollectionSource first)
    {
        var order = new List<BoundCollectionSource> { first };
        var read = new HashSet<int> { first.Slot };
        var (rows, _, _) = estimate(first, []);
        var open = sources.Where(source => source != first)
            .Select(source => (Source: source, Estimate: estimate(source, read))).ToList();
        while (open.Count > 0)
        {
            var next = 0;
            var least = double.MaxValue;
            for (var i = 0; i < open.Count; i++)
            {
                var (matches, once, each) = open[i].Estimate;
                var cost = once + rows * (each + 2 * matches);
                if (cost >= least)
                    continue;
                least = cost;
                next = i;
            }

            var (taken, found) = open[next];
            open.RemoveAt(next);
            rows *= found.Matches;
            order.Add(taken);
            read.Add(taken.Slot);
            for (var i = 0; i < open.Count; i++)
                if (areRelated(open[i].Source.Slot, taken.Slot))
                    open[i] = (open[i].Source, estimate(open[i].Source, read));
        }

        return order;
    }

    private double CostOf(List<BoundCollectionSource> order)
    {
        var read = new HashSet<int>();
        var rows = 1.0;
        var cost = 0.0;
        foreach (var source in order)
        {
            var (matches, once, each) = estimate(source, read);
            cost += once + rows * (1 + each);
            rows *= matches;
            read.Add(source.Slot);
        }

        return cost + rows;
    }
}
