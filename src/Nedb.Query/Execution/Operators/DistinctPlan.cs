using Nedb.Query.Execution.Batches;
using Nedb.Query.Execution.Spills;
using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Operators;

/// <summary>Keeps the first of equal rows, in the order of their arrival. The rows lie in one slot.</summary>
/// <param name="input">Gives the rows.</param>
/// <param name="slot">Where they lie.</param>
/// <param name="width">The number of their values.</param>
/// <param name="keys">Which of them tell rows apart, where all others follow from those; else all.</param>
/// <param name="isWhole">Whether all rows will be asked for, so that it pays to read many at once.</param>
internal sealed class DistinctPlan(Plan input, int slot, int width, int[] keys, bool isWhole) : Plan
{
    public override string Name => "distinct";

    public override IReadOnlyList<Plan> Inputs => [input];

    public override int[] Slots => input.Slots;

    public override string Detail => keys.Length < width ? $"by {keys.Length} of {width} columns" : string.Empty;

    protected override Operator Create(Frame frame) => isWhole && width > 0 && frame.Statistics is null && input is ProjectPlan project
        ? new BatchRun(frame, new(frame, this), project, slot, keys)
        : new Run(frame, input.Open(frame), new(frame, this), slot, width);

    /// <summary>What was seen before the memory was full is told apart at once; of the rest, what is new is told apart at the end, and
    /// comes behind it in any case.</summary>
    private sealed class Run(Frame frame, Operator input, StepMemory memory, int slot, int width) : Operator
    {
        private ValueTable _seen = new(width);
        private LateRows? _late;

        public override void Start()
        {
            if (_seen.CanClear)
                _seen.Clear();
            else
                _seen = new(width);
            _late = null;
            memory.Reset();
            input.Start();
        }

        public override bool MoveNext()
        {
            while (input.MoveNext())
            {
                frame.Tick();
                var row = (NedbValue[])frame.Slots[slot]!;
                if (_late is not null)
                {
                    if (_seen.Find(row) < 0)
                        _late.Add(row);
                    continue;
                }

                _seen.FindOrAdd(row, out var isNew);
                if (!isNew)
                    continue;
                if (memory.Hold(_seen.Bytes))
                    _late = new(memory.Fork(), width);
                return true;
            }

            if (_late is null || !_late.TryRead(out var late))
                return false;
            frame.Slots[slot] = late;
            return true;
        }

        // What was seen is kept apart from the rows.
        public override void ReuseRows() => input.ReuseRows();

        public override void Dispose()
        {
            input.Dispose();
            memory.Release();
        }
    }

    /// <summary>Numbers the rows without making them; only those that are new are made.</summary>
    private sealed class BatchRun(Frame frame, StepMemory memory, ProjectPlan project, int slot, int[] keys) : Operator
    {
        private readonly Evaluator[] _keys = Array.ConvertAll(keys, key => project.Columns[key]);
        private readonly bool[] _nullsMatch = Array.ConvertAll(keys, static _ => true);
        private readonly Operator _source = project.Source.Open(frame);
        private readonly int[] _rows = new int[RowBatch.Most]; // of each row its number, and then the rows that are new
        private readonly bool _isByAll = keys.Length == project.Columns.Length;
        private BatchReader? _reader;
        private KeyTable? _seen;
        private LateRows? _late;
        private NedbValue[]? _row; // where rows may be reused
        private int _given;
        private int _known; // before the present batch

        public override void Start()
        {
            _late = null;
            memory.Reset();
            if (_seen is null)
                _seen = new(_keys, isShown: _isByAll);
            else
                _seen.Clear();
            _given = 0;
            _source.Start();
            _reader ??= new(frame, _source, project.Source.Slots);
        }

        public override bool MoveNext()
        {
            while (_given >= _seen!.Count)
            {
                if (!_reader!.Read())
                    return MoveLate();
                var rows = _rows.AsSpan(0, _reader.Batch.Count);
                if (_late is not null)
                {
                    AddLate(rows);
                    continue;
                }

                _known = _seen.Count;
                _seen.AddAll(frame, _reader.Batch, rows);
                if (!_isByAll)
                    KeepNew(rows);
                if (memory.Hold(_seen.Bytes))
                    _late = new(memory.Fork(), project.Columns.Length);
            }

            var row = _row ?? new NedbValue[project.Columns.Length];
            if (_isByAll)
                _seen.CopyTo(_given, row);
            else
                Compute(_rows[_given - _known], row);
            _given++;
            frame.Slots[slot] = row;
            return true;
        }

        /// <summary>Puts the places of the rows that are new to the front; they are numbered in the order in which they came.</summary>
        private void KeepNew(Span<int> rows)
        {
            var next = _known;
            for (var row = 0; row < rows.Length; row++)
                if (rows[row] == next)
                    rows[next++ - _known] = row;
        }

        private void Compute(int row, NedbValue[] values)
        {
            _reader!.Batch.Restore(frame, row);
            for (var i = 0; i < values.Length; i++)
                project.Columns[i].Evaluate(frame, out values[i]);
        }

        public override void ReuseRows() => _row = new NedbValue[project.Columns.Length];

        public override void Dispose()
        {
            _source.Dispose();
            memory.Release();
        }

        private void AddLate(Span<int> rows)
        {
            var batch = _reader!.Batch;
            _seen!.FindAll(frame, batch, _keys, _nullsMatch, rows);
            var values = new NedbValue[project.Columns.Length];
            for (var row = 0; row < rows.Length; row++)
            {
                if (rows[row] >= 0)
                    continue;
                Compute(row, values);
                _late!.Add(values);
            }
        }

        private bool MoveLate()
        {
            if (_late is null || !_late.TryRead(out var row))
                return false;
            frame.Slots[slot] = row;
            return true;
        }
    }
}
