using Nedb.Query.Binding;

namespace Nedb.Query.Planning;

/// <summary>
/// Finds a cheap order in which to join collections: from each of them as the first, always next the one that leaves the fewest rows, and
/// of these orders the cheapest. That takes the cube of the number of sources, so that any number of them is planned quickly.
/// </summary>
/// <param name="sources">The collections, as they are written.</param>
/// <param name="estimate">
/// For a source, with the slots that are read before it: about how many of its rows are found for one row of those, and how many are read
/// to find them, once and then for each.
/// </param>
internal sealed class JoinOrder(
    List<BoundCollectionSource> sources, Func<BoundCollectionSource, HashSet<int>, (double Matches, double Once, double Each)> estimate)
{
    // An order other than the written one must save much: its estimate may be wrong, and its rows must be put back into order.
    private const double LeastGain = 2;

    /// <summary>The best order; null where it is the written one, or hardly better.</summary>
    public List<BoundCollectionSource>? Find()
    {
        var written = CostOf(sources);
        List<BoundCollectionSource>? best = null;
        var least = written / LeastGain;
        foreach (var first in sources)
        {
            var order = Complete(first);
            var cost = CostOf(order);
            if (cost >= least)
                continue;
            best = order;
            least = cost;
        }

        return best;
    }

    private List<BoundCollectionSource> Complete(BoundCollectionSource first)
    {
        var order = new List<BoundCollectionSource> { first };
        var read = new HashSet<int> { first.Slot };
        var (rows, _, _) = estimate(first, []);
        while (order.Count < sources.Count)
        {
            BoundCollectionSource? next = null;
            var least = double.MaxValue;
            foreach (var source in sources)
            {
                if (read.Contains(source.Slot))
                    continue;
                var (matches, once, each) = estimate(source, read);
                var cost = once + rows * (each + 2 * matches);
                if (cost >= least)
                    continue;
                least = cost;
                next = source;
            }

            rows *= estimate(next!, read).Matches;
            order.Add(next!);
            read.Add(next!.Slot);
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
