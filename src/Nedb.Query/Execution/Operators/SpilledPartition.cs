using Nedb.Query.Execution.Spills;
using Nedb.Storage.Scratch;
using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Operators;

/// <summary>A partition whose rows may lie in a file. The numbers of its rows say with their last bit whether peers begin.</summary>
/// <param name="rows">The rows, in order.</param>
/// <param name="results">Takes the results, by the numbers of the rows.</param>
/// <param name="file">The file that they are written for.</param>
internal sealed class SpilledPartition(RowStore rows, RecordSorter results, ScratchFile file) : WindowPartition
{
    private readonly ScratchWriter _key = new(file);
    private readonly ScratchWriter _content = new(file);

    public override long Count => rows.Count;

    public override void Restore(long place) => rows.Restore(place);

    public override bool StartsPeers(long place) => (rows.TagOf(place) & 1) != 0;

    public override void SetResult(long place, in NedbValue result)
    {
        _key.Clear();
        _key.WriteKey(rows.TagOf(place) >> 1);
        _content.Clear();
        _content.WriteValue(in result);
        results.Add(_key.Written, _content.Written);
    }

    /// <summary>Adds the row that the slots hold.</summary>
    public void Add(long number, bool startsPeers) => rows.Add((number << 1) | (startsPeers ? 1L : 0L));

    /// <summary>Begins another partition.</summary>
    public void Clear() => rows.Clear();
}
