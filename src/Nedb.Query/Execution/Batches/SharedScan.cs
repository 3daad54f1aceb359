using Nedb.Storage.Views;

namespace Nedb.Query.Execution.Batches;

/// <summary>
/// A scan that is shared out among several threads: each takes the next part of its keys when it is done with its last, and reads it by
/// itself, so that nobody waits for another.
/// </summary>
/// <param name="plan">The scan.</param>
/// <param name="slot">The slot of its rows.</param>
/// <param name="parts">How many parts there are.</param>
/// <param name="open">Opens one of them.</param>
internal sealed class SharedScan(Plan plan, int slot, int parts, Func<int, DocumentCursor> open)
{
    private int _taken;

    /// <summary>The step of the plan that this stands for.</summary>
    public Plan Plan => plan;

    /// <summary>The operator of one thread.</summary>
    public Operator Open() => new Part(this, slot);

    private DocumentCursor? OpenNext(out int part)
    {
        part = Interlocked.Increment(ref _taken) - 1;
        return part < parts ? open(part) : null;
    }

    private sealed class Part(SharedScan scan, int slot) : Operator, IBatchOperator
    {
        private readonly int[] _slots = [slot];
        private DocumentCursor? _cursor;
        private int _part;

        public override void Start()
        {
            // The parts are given out once for all.
        }

        public override bool MoveNext() => throw new InvalidOperationException("A shared scan gives batches only.");

        public bool MoveNext(RowBatch batch)
        {
            batch.Reset(_slots);
            while ((_cursor ??= scan.OpenNext(out _part)) is { } cursor)
            {
                batch.Part = _part;
                batch.Count = cursor.Fill(batch.Column(slot).AsSpan(0, batch.Capacity));
                if (batch.Count > 0)
                    return true;
                Dispose();
            }

            return false;
        }

        public override void Dispose()
        {
            _cursor?.Dispose();
            _cursor = null;
        }
    }
}
