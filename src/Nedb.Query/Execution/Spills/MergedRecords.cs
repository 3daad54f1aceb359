namespace Nedb.Query.Execution.Spills;

/// <summary>Several ordered walks as one; of equal keys those of the first walk come first.</summary>
internal sealed class MergedRecords : RecordCursor
{
    private readonly RecordCursor[] _sources;

    // A heap of the numbers of the walks that go on, the next one first.
    private readonly int[] _heap;
    private int _count;
    private bool _hasBegun;

    public MergedRecords(RecordCursor[] sources)
    {
        _sources = sources;
        _heap = new int[sources.Length];
    }

    public override ReadOnlySpan<byte> Key => _sources[_heap[0]].Key;

    public override ArraySegment<byte> Content => _sources[_heap[0]].Content;

    public override bool MoveNext()
    {
        if (!_hasBegun)
        {
            _hasBegun = true;
            for (var i = 0; i < _sources.Length; i++)
                if (_sources[i].MoveNext())
                    _heap[_count++] = i;
            for (var i = (_count / 2) - 1; i >= 0; i--)
                Sink(i);
            return _count > 0;
        }

        if (_count == 0)
            return false;
        if (!_sources[_heap[0]].MoveNext())
            _heap[0] = _heap[--_count];
        Sink(0);
        return _count > 0;
    }

    private void Sink(int place)
    {
        while (true)
        {
            var child = (2 * place) + 1;
            if (child >= _count)
                return;
            if (child + 1 < _count && IsBefore(_heap[child + 1], _heap[child]))
                child++;
            if (!IsBefore(_heap[child], _heap[place]))
                return;
            (_heap[place], _heap[child]) = (_heap[child], _heap[place]);
            place = child;
        }
    }

    private bool IsBefore(int left, int right)
    {
        var order = _sources[left].Key.SequenceCompareTo(_sources[right].Key);
        return order != 0 ? order < 0 : left < right;
    }
}
