using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Operators;

/// <summary>A partition whose rows are all in memory.</summary>
/// <param name="frame">The state of the execution.</param>
/// <param name="rows">The rows of all partitions.</param>
/// <param name="members">The numbers of those of the partition, in its order.</param>
/// <param name="compare">Tells rows apart by their numbers.</param>
/// <param name="results">Takes the results, by rows.</param>
/// <param name="ordinal">The place of the function among the results of a row.</param>
internal sealed class HeldPartition(
    Frame frame, RowBuffer rows, int[] members, Comparison<int> compare, NedbValue[][] results, int ordinal) : WindowPartition
{
    public override long Count => members.Length;

    public override void Restore(long place) => rows.Restore(frame, members[place]);

    public override bool StartsPeers(long place) => place == 0 || compare(members[place - 1], members[place]) != 0;

    public override void SetResult(long place, in NedbValue result) => results[members[place]][ordinal] = result;
}
