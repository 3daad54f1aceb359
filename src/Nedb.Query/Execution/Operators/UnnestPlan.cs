using Nedb.Query.Diagnostics;
using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Operators;

/// <summary>The items of an array, each with its position from 0. The array of null is empty.</summary>
internal sealed class UnnestPlan(ClauseValue array, int slot) : Plan
{
    public override string Name => "unnest";

    public override int[] Slots { get; } = [slot];

    protected override Operator Create(Frame frame) => new Run(frame, array, slot);

    private sealed class Run(Frame frame, ClauseValue array, int slot) : Operator
    {
        private NedbArray _items = NedbArray.Empty;
        private int _next;

        public override void Start()
        {
            _next = 0;
            array.Evaluator.Evaluate(frame, out var value);
            _items = value.Kind switch
            {
                ValueKind.Array => value.AsArray(),
                ValueKind.Null => NedbArray.Empty,
                _ => throw array.Error(NqlErrorCode.TypeMismatch, $"UNNEST needs an array, such as [1, 2]; found {value}."),
            };
        }

        public override bool MoveNext()
        {
            if (_next >= _items.Count)
                return false;
            frame.Tick();
            frame.Slots[slot] = new[] { _items[_next], NedbValue.FromInt64(_next) };
            _next++;
            return true;
        }
    }
}
