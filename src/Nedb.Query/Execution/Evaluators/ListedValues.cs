using Nedb.Query.Execution.Batches;
using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Evaluators;

/// <summary>Values of a list, of which it is asked whether another one is among them, row by row or for all rows of a batch.</summary>
internal sealed class ListedValues(ValueTable values)
{
    private KeyCoder? _coder;
    private bool _hasNull;

    /// <summary>Whether a value is among them; null equals null.</summary>
    public bool Contains(in NedbValue value) => values.Find(new ReadOnlySpan<NedbValue>(in value)) >= 0;

    /// <summary>Marks the rows of a batch whose item is among the values, or is not.</summary>
    public void Mark(Frame frame, RowBatch batch, Evaluator item, bool isNegated, Span<bool> marks)
    {
        _coder ??= MakeCoder();
        var vector = frame.RentVector();
        item.Fill(frame, batch, vector);
        Span<int> codes = stackalloc int[marks.Length];
        _coder.FindAll(vector, codes);
        frame.ReturnVector(vector);
        for (var i = 0; i < codes.Length; i++)
            marks[i] = (codes[i] > 0 || (codes[i] == 0 && _hasNull)) != isNegated;
    }

    private KeyCoder MakeCoder()
    {
        var coder = new KeyCoder();
        for (var i = 0; i < values.Count; i++)
            _hasNull |= coder.Add(in values[i][0]) == 0;
        return coder;
    }
}
