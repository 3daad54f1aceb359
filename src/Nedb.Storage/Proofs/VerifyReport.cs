using System.Collections.Immutable;
using Nedb.Storage.Values;

namespace Nedb.Storage.Proofs;

/// <summary>What <see cref="NedbStore.Verify"/> found.</summary>
/// <param name="Nodes">The number of nodes whose hashes were computed again.</param>
/// <param name="Bytes">The number of bytes of log read.</param>
/// <param name="Head">The head as computed; meaningful only where nothing is damaged.</param>
/// <param name="Root">The root as computed; meaningful only where nothing is damaged.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="Damage">Each damaged place, in the order of the log; empty where all is well.</param>
public sealed record VerifyReport(long Nodes, long Bytes, Hash256 Head, Hash256 Root, TimeSpan Elapsed, ImmutableArray<DamagedPlace> Damage)
{
    /// <summary>How many of the nodes have no content any more, because it was erased; their hashes stand.</summary>
    public long Erased { get; init; }

    /// <summary>Whether nothing is damaged.</summary>
    public bool IsIntact => Damage.IsEmpty;
}
