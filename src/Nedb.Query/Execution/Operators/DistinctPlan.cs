using Nedb.Query.Execution.Batches;
using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Operators;

/// <summary>Keeps the first of equal rows, in the order of their arrival. The rows lie in one slot.</summary>
/// <param name="input">Gives the rows.</param>
/// <param name="slot">Where they lie.</param>
/// <param name="width">The number of their values.</param>
/// <param name="isWhole">Whether all rows will be asked for, so that it pays to read many at once.</param>
internal sealed class DistinctPlan(Plan input, int slot, int width, bool isWhole) : Plan
{
    public override string Name => "distinct";

    public override IReadOnlyList<Plan> Inputs => [input];

    public override int[] Slots => input.Slots;

    protected override Operator Create(Frame frame) => isWhole && width > 0 && frame.Statistics is null && input is ProjectPlan project
        ? new BatchRun(frame, project, slot)
        : new Run(frame, input.Open(frame), slot, width);

    private sealed class Run(Frame frame, Operator input, int slot, int width) : Operator
    {
        private ValueTable _seen = new(width);

        public override void Start()
        {
            if (_seen.Count > 0)
                _seen = new(width);
            input.Start();
        }

        public override bool MoveNext()
        {
            while (input.MoveNext())
            {
                frame.Tick();
                _seen.FindOrAdd((NedbValue[])frame.Slots[slot]!, out var isNew);
                if (isNew)
                    return true;
            }

            return false;
        }

        public override void Dispose() => input.Dispose();
    }

    /// <summary>Numbers the rows without making them; only those that are new are made.</summary>
    private sealed class BatchRun(Frame frame, ProjectPlan project, int slot) : Operator
    {
        private readonly Operator _source = project.Source.Open(frame);
        private readonly int[] _rows = new int[RowBatch.Most];
        private BatchReader? _reader;
        private KeyTable? _seen;
        private int _given;

        public override void Start()
        {
            _seen = new(project.Columns);
            _given = 0;
            _source.Start();
            _reader ??= new(frame, _source, project.Source.Slots);
        }

        public override bool MoveNext()
        {
            while (_given >= _seen!.Count)
            {
                if (!_reader!.Read())
                    return false;
                _seen.AddAll(frame, _reader.Batch, _rows.AsSpan(0, _reader.Batch.Count));
            }

            var row = new NedbValue[project.Columns.Length];
            _seen.CopyTo(_given++, row);
            frame.Slots[slot] = row;
            return true;
        }

        public override void Dispose() => _source.Dispose();
    }
}
