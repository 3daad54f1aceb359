using Nedb.Query.Execution.Batches;
using Nedb.Query.Execution.Spills;
using Nedb.Storage.Views;

namespace Nedb.Query.Execution.Operators;

/// <summary>Puts joined documents into the order of their keys, source by source, so that the order of joining changes no answer.</summary>
internal sealed class SourceOrderPlan(Plan input, int[] sources) : Plan
{
    public override string Name => "source order";

    public override IReadOnlyList<Plan> Inputs => [input];

    public override int[] Slots => input.Slots;

    protected override Operator Create(Frame frame) => new Run(frame, input.Open(frame), new(frame, this), input.Slots, sources);

    private sealed class Run(Frame frame, Operator input, StepMemory memory, int[] slots, int[] sources) : Operator, IBatchOperator
    {
        // A handle has two words, and the order one.
        private const int ReferenceBytes = 12;

        private readonly RowGauge _gauge = new(slots);
        private readonly OrderedKeys _keys = new();
        private readonly RowHandle[] _last = new RowHandle[sources.Length];
        private readonly ReadOnlyMemory<byte>[] _lastKeys = new ReadOnlyMemory<byte>[sources.Length];
        private BatchReader? _reader;
        private RowSorter? _spilled;
        private RowColumns _rows = new(slots);
        private int[] _order = [];
        private int _next;

        public override void Start()
        {
            memory.Reset();
            Clear();
            _spilled = null;
            _next = 0;
            input.Start();
            _reader ??= new(frame, input, slots);
            while (_reader.Read())
            {
                if (_spilled is null)
                    Add(_reader.Batch);
                else
                    AddSpilled(_reader.Batch);
            }

            _order = _keys.Sort(frame);
            _keys.Clear();
        }

        public override bool MoveNext()
        {
            if (_spilled is not null)
                return _spilled.MoveNext();
            if (_next >= _order.Length)
                return false;
            _rows.Restore(frame, _order[_next++]);
            return true;
        }

        public bool MoveNext(RowBatch batch)
        {
            batch.Reset(slots);
            while (batch.Count < batch.Capacity)
            {
                if (_spilled is null)
                {
                    if (_next >= _order.Length)
                        break;
                    _rows.Copy(_order[_next++], batch);
                    batch.Count++;
                }
                else
                {
                    if (!_spilled.MoveNext())
                        break;
                    batch.Add(frame);
                }
            }

            return batch.Count > 0;
        }

        public override void Dispose()
        {
            input.Dispose();
            memory.Release();
        }

        private void Add(RowBatch batch)
        {
            for (var row = 0; row < batch.Count; row++)
            {
                for (var i = 0; i < sources.Length; i++)
                    _keys.Append(KeyOf(i, in batch.Column(sources[i])[row]));
                _keys.Complete();
            }

            _rows.AddAll(batch);
            _gauge.AddAll(batch);
            if (memory.Hold(_gauge.Bytes + _keys.Bytes + (ReferenceBytes * (long)_rows.Count)))
                Spill();
        }

        /// <summary>The key of what a row holds of a source. Of a join one side stays the same for some rows.</summary>
        private ReadOnlySpan<byte> KeyOf(int source, in RowHandle row)
        {
            if (_lastKeys[source].IsEmpty || !row.IsSameAs(in _last[source]))
            {
                _lastKeys[source] = ((Document)row.Read()!).Key;
                _last[source] = row;
            }

            return _lastKeys[source].Span;
        }

        private void Clear()
        {
            _rows = new(slots);
            _gauge.Clear();
            _keys.Clear();
            Array.Clear(_last);
            Array.Clear(_lastKeys);
            memory.Hold(0);
        }

        private void Spill()
        {
            _spilled = new(memory.Fork(), slots);
            for (var row = 0; row < _rows.Count; row++)
            {
                _rows.Restore(frame, row);
                AddSpilled();
            }

            Clear();
        }

        private void AddSpilled(RowBatch batch)
        {
            for (var row = 0; row < batch.Count; row++)
            {
                frame.Tick();
                batch.Restore(frame, row);
                AddSpilled();
            }
        }

        private void AddSpilled()
        {
            foreach (var slot in sources)
                _spilled!.Key.WriteBytes(((Document)frame.Slots[slot]!).Key.Span);
            _spilled!.Add();
        }
    }
}
