using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Operators;

/// <summary>A partition whose rows are all in memory.</summary>
/// <param name="frame">The state of the execution.</param>
/// <param name="rows">The rows of all partitions.</param>
/// <param name="members">The numbers of the rows, those of each partition side by side and in its order.</param>
/// <param name="compare">Tells rows apart by their numbers.</param>
/// <param name="results">Takes the results: for each row those of all functions.</param>
/// <param name="ordinal">The place of the function among them.</param>
internal sealed class HeldPartition(
    Frame frame, RowBuffer rows, int[] members, Comparison<int> compare, PiecedRows<NedbValue> results, int ordinal) : WindowPartition
{
    private int _start;
    private int _count;

    public override long Count => _count;

    /// <summary>Goes on to another partition.</summary>
    public void Begin(int start, int count) => (_start, _count) = (start, count);

    public override void Restore(long place) => rows.Restore(frame, members[_start + place]);

    public override bool StartsPeers(long place) =>
        place == 0 || compare(members[_start + place - 1], members[_start + place]) != 0;

    public override void SetResult(long place, in NedbValue result) =>
        results[members[_start + place]][ordinal] = result;
}
