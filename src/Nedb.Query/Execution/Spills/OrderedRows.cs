using Nedb.Storage.Scratch;

namespace Nedb.Query.Execution.Spills;

/// <summary>Rows that records hold, one after the other.</summary>
/// <param name="file">The file that they were written for.</param>
/// <param name="records">The records.</param>
/// <param name="slots">The slots that the rows set.</param>
internal sealed class OrderedRows(ScratchFile file, RecordCursor records, int[] slots)
{
    /// <summary>Moves to the next row and puts it into the slots of a frame.</summary>
    public bool MoveNext(Frame frame)
    {
        if (!records.MoveNext())
            return false;
        var reader = new ScratchReader(file, records.Content);
        RowPacker.Read(frame, slots, ref reader);
        return true;
    }
}
