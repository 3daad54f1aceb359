using Nedb.Query.Execution;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Query.Planning;

/// <summary>What a plan was chosen by that may be otherwise the next time: how much the values of its parameters find.</summary>
/// <param name="Probes">The ways that were held against each other.</param>
/// <param name="MostRows">The most that one of its steps was expected to read.</param>
/// <param name="Watch">Whether a step met more than expected.</param>
internal sealed record PlanGrounds(PathProbe[] Probes, double MostRows, PlanWatch Watch)
{
    // Reading so many costs much more than looking where values lie.
    private const double Many = 256;

    /// <summary>Whether it pays to ask, before the plan runs, if it fits its parameters.</summary>
    public bool IsWorthAsking => Probes.Length > 0 && (MostRows > Many || Watch.IsSurprised);

    /// <summary>Whether the values of the parameters find about as much as those that the plan was made for.</summary>
    public bool Fit(ReadView view, NedbValue[] parameters, CancellationToken cancellation)
    {
        if (Probes.Length == 0)
            return true;
        using var frame = new Frame(0, 0, parameters, view, TimeProvider.System, cancellation);
        foreach (var probe in Probes)
            if (!probe.Fits(frame))
                return false;
        return true;
    }
}
