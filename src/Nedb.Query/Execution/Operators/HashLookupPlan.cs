using Nedb.Query.Execution.Batches;

namespace Nedb.Query.Execution.Operators;

/// <summary>
/// The rows of a step that depends on no outer slot and whose keys equal values of the outer slots. The step runs once, into a hash
/// table; each start is one lookup. Under a nested loop this is a hash join, under a correlated subquery it is its decorrelation. Rows of
/// equal keys keep their order. Where the rows can also be sought, the first starts do that: how many there will be is known only when they
/// have come, and for few of them the table would not be worth its making.
/// </summary>
internal sealed class HashLookupPlan(Plan input, Evaluator[] buildKeys, Evaluator[] probeKeys, bool[] nullsMatch, int state, string detail)
    : Plan
{
    public override string Name => "hash lookup";

    public override string Detail => Seek is null ? detail : $"{detail}, or sought for few rows";

    public override IReadOnlyList<Plan> Inputs => Seek is null ? [input] : [input, Seek];

    public override int[] Slots => input.Slots;

    /// <summary>What the outer slots are asked for.</summary>
    public Evaluator[] ProbeKeys => probeKeys;

    /// <summary>Gives the rows of one start by a key or an index; null where there is none.</summary>
    public Plan? Seek { get; init; }

    /// <summary>For how many starts seeking costs no more than the table.</summary>
    public int SeeksMost { get; init; }

    /// <summary>
    /// For how many starts rows are sought where more may come: what is lost if they do is a part of what the table costs.
    /// </summary>
    public int SeeksAtRisk => SeeksMost / 4;

    /// <summary>The rows of the step, which are read where that was not yet done.</summary>
    public JoinTable RowsOf(Frame frame)
    {
        if (frame.States[state] is not JoinTable rows)
            frame.States[state] = rows = Build(frame);
        return rows;
    }

    /// <summary>Whether some more starts are to seek their rows; they are counted.</summary>
    /// <param name="frame">The execution.</param>
    /// <param name="starts">How many.</param>
    /// <param name="isLast">Whether no more are likely to come.</param>
    public bool TrySeek(Frame frame, int starts, bool isLast)
    {
        if (Seek is null || frame.States[state] is JoinTable)
            return false;
        var count = (SeekCount)(frame.States[state] ??= new SeekCount());
        if (count.Starts + starts > (isLast ? SeeksMost : SeeksAtRisk))
            return false;
        count.Starts += starts;
        return true;
    }

    protected override Operator Create(Frame frame) => new Run(frame, this);

    private JoinTable Build(Frame frame)
    {
        var rows = new JoinTable(new(frame, this), input.Slots, buildKeys, nullsMatch);
        using var source = input.Open(frame);
        source.Start();
        var reader = new BatchReader(frame, source, input.Slots);
        while (reader.Read())
            rows.AddAll(frame, reader.Batch);
        rows.Complete();
        return rows;
    }

    private sealed class SeekCount
    {
        public int Starts { get; set; }
    }

    private sealed class Run(Frame frame, HashLookupPlan plan) : Operator, IBatchOperator
    {
        private Operator? _seek;
        private bool _isSought;
        private JoinTable? _rows;
        private int _next = -1;

        public override void Start()
        {
            _isSought = plan.TrySeek(frame, 1, isLast: false);
            if (_isSought)
            {
                (_seek ??= plan.Seek!.Open(frame)).Start();
                return;
            }

            _rows = plan.RowsOf(frame);
            _next = _rows.Find(frame, plan.ProbeKeys);
        }

        public override bool MoveNext()
        {
            if (_isSought)
                return _seek!.MoveNext();
            if (_next < 0)
                return false;
            _rows!.Restore(frame, _next);
            _next = _rows.NextOf(_next);
            return true;
        }

        public override bool TryCount(out long count)
        {
            if (_isSought)
                return _seek!.TryCount(out count);
            for (count = 0; _next >= 0; count++)
                _next = _rows!.NextOf(_next);
            return true;
        }

        public bool MoveNext(RowBatch batch)
        {
            if (_isSought && _seek is IBatchOperator sought)
                return sought.MoveNext(batch);
            batch.Reset(plan.Slots);
            while (_isSought && batch.Count < batch.Capacity && _seek!.MoveNext())
                batch.Add(frame);
            for (; _next >= 0 && batch.Count < batch.Capacity; _next = _rows!.NextOf(_next))
            {
                _rows!.Copy(_next, batch);
                batch.Count++;
            }

            return batch.Count > 0;
        }

        public override void Dispose() => _seek?.Dispose();
    }
}
