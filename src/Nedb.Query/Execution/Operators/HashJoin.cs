using Nedb.Query.Execution.Batches;

namespace Nedb.Query.Execution.Operators;

/// <summary>
/// A hash join while it runs: the rows of the first input in batches, each with its partners. As long as few rows have come, their partners
/// are sought instead, where they can be.
/// </summary>
/// <param name="frame">The state of the execution.</param>
/// <param name="first">Gives the rows of the first input.</param>
/// <param name="firstSlots">The slots that they set.</param>
/// <param name="lookup">Finds their partners.</param>
/// <param name="isOuter">Whether a row without a partner is shown too.</param>
/// <param name="expectsFew">Whether only the first rows may be wanted, so that none is held back until more of them have come.</param>
/// <param name="slots">The slots that the rows of the join set.</param>
internal sealed class HashJoin(
    Frame frame, Operator first, int[] firstSlots, HashLookupPlan lookup, bool isOuter, bool expectsFew, int[] slots)
    : Operator, IBatchOperator
{
    private readonly BatchReader _reader = new(frame, first, firstSlots, expectsFew);
    private readonly StepCounter? _counter = frame.Statistics?.Of(lookup);
    private int[] _partners = [];
    private RowBatch? _out;
    private JoinTable? _rows;
    private Operator? _seek;
    private bool _isSought;
    private bool _isBegun; // of the present row, whether its partners are being sought
    private bool _isNewRow; // of the present row, whether no partner was shown yet
    private bool _isOver;
    private int _row;
    private int _nextOut;

    public override void Start()
    {
        first.Start();
        _rows = null;
        _row = _reader.Batch.Count = 0;
        _isBegun = _isOver = false;
        _out = null;
    }

    public override bool MoveNext()
    {
        if (_out is null || _nextOut >= _out.Count)
        {
            if (!MoveNext(_out ??= new(frame.Slots.Length, expectsFew)))
                return false;
            _nextOut = 0;
        }

        _out.Restore(frame, _nextOut++);
        return true;
    }

    public bool MoveNext(RowBatch batch)
    {
        batch.Reset(slots);
        while (batch.Count < batch.Capacity)
        {
            if (_row >= _reader.Batch.Count && ((expectsFew && batch.Count > 0) || !ReadFirst()))
                break;
            if (_isSought)
                Seek(batch);
            else
                Append(batch);
        }

        if (_counter is not null)
            _counter.Rows += batch.Count;
        return batch.Count > 0;
    }

    public override void Dispose()
    {
        first.Dispose();
        _seek?.Dispose();
    }

    private bool ReadFirst()
    {
        if (_isOver || !_reader.Read())
            return false;
        var count = _reader.Batch.Count;
        if (_counter is not null)
            _counter.Starts += count;
        _row = 0;
        _isNewRow = true;
        _isSought = lookup.TrySeek(frame, count, isLast: count < _reader.Batch.Capacity);
        if (_isSought)
            return true;
        _rows ??= lookup.RowsOf(frame);
        // None of the rows that may follow has a partner.
        _isOver = _rows.IsEmpty && !isOuter;
        if (_partners.Length < count)
            _partners = new int[_reader.Batch.Capacity];
        _rows.FindAll(frame, _reader.Batch, lookup.ProbeKeys, _partners.AsSpan(0, count));
        return true;
    }

    /// <summary>Adds the pairs of the present row that there is room for, from the table.</summary>
    private void Append(RowBatch batch)
    {
        var partner = _partners[_row];
        if (partner < 0 && _isNewRow && isOuter)
            AppendAlone(batch);
        while (partner >= 0 && batch.Count < batch.Capacity)
        {
            batch.Copy(_reader.Batch, _row, firstSlots);
            _rows!.Copy(partner, batch);
            batch.Count++;
            partner = _rows.NextOf(partner);
        }

        _partners[_row] = partner;
        _isNewRow = partner < 0;
        if (_isNewRow)
            _row++;
    }

    /// <summary>Adds the pairs of the present row that there is room for, as they are found.</summary>
    private void Seek(RowBatch batch)
    {
        frame.Tick();
        // Who took the rows before may have put others into the slots.
        _reader.Batch.Restore(frame, _row);
        if (!_isBegun)
        {
            (_seek ??= lookup.Seek!.Open(frame)).Start();
            _isBegun = true;
        }

        while (batch.Count < batch.Capacity)
        {
            if (!_seek!.MoveNext(lookup.Slots[0], out var found))
            {
                if (_isNewRow && isOuter)
                    AppendAlone(batch);
                _isNewRow = true;
                _isBegun = false;
                _row++;
                return;
            }

            _isNewRow = false;
            batch.Copy(_reader.Batch, _row, firstSlots);
            foreach (var slot in lookup.Slots)
                batch.Column(slot)[batch.Count] = new(frame.Slots[slot]);
            if (!found.IsMade)
                batch.Column(lookup.Slots[0])[batch.Count] = found;
            batch.Count++;
        }
    }

    /// <summary>Adds the present row without a partner.</summary>
    private void AppendAlone(RowBatch batch)
    {
        batch.Copy(_reader.Batch, _row, firstSlots);
        foreach (var slot in lookup.Slots)
            batch.Column(slot)[batch.Count] = default;
        batch.Count++;
    }
}
