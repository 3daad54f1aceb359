using System.Collections.Immutable;
using Nedb.Storage.Transactions;

namespace Nedb.Storage.Imports;

/// <summary>What a log of NEDB v1 holds, and what was made of it.</summary>
/// <param name="Operations">The number of operations that could be read.</param>
/// <param name="Counts">How many there are of each kind: put, delete, link, unlink, put_file, checkpoint.</param>
/// <param name="Head">The hash of the last operation in hexadecimal: 64 zeros for an empty log.</param>
/// <param name="Findings">What is damaged, and what is left out, in the order of the log.</param>
/// <param name="Commit">The commit that brought everything in; null where the log was only checked.</param>
public sealed record NedbV1Report(
    long Operations, ImmutableDictionary<string, long> Counts, string Head, ImmutableArray<NedbV1Finding> Findings, CommitResult? Commit)
{
    /// <summary>Whether every operation is as its writer wrote it, and follows the one before.</summary>
    public bool IsIntact => !Findings.Any(static finding => finding.IsDamage);
}
