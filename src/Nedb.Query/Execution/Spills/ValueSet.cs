using Nedb.Query.Execution.Evaluators;
using Nedb.Storage.Scratch;
using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Spills;

/// <summary>A set of values that is asked whether it has one. What the memory has no room for lies in a file, in order.</summary>
internal sealed class ValueSet(StepMemory memory)
{
    private readonly ValueTable _values = new(1);
    private ScratchWriter? _key;
    private RecordSorter? _sorter;
    private RecordReader? _late;

    /// <summary>Adds a value.</summary>
    public void Add(in NedbValue value)
    {
        var row = new ReadOnlySpan<NedbValue>(in value);
        if (_sorter is null)
        {
            _values.FindOrAdd(row, out var isNew);
            if (isNew && memory.Hold(_values.Bytes))
                _sorter = new(memory.Fork());
        }
        else if (_values.Find(row) < 0)
        {
            _sorter.Add(KeyOf(in value), []);
        }
    }

    /// <summary>Says that no more will be added.</summary>
    public void Complete()
    {
        if (_sorter is not null)
            _late = new(_sorter.ToList());
    }

    /// <summary>The values, where all of them are in memory; else null.</summary>
    public ListedValues? Held => _late is null ? field ??= new(_values) : null;

    /// <summary>Whether there are no more values than that, and all of them in memory.</summary>
    public bool IsAtMost(int count) => _late is null && _values.Count <= count;

    /// <summary>The values, which must be in memory.</summary>
    public NedbValue[] ToArray()
    {
        var items = new NedbValue[_values.Count];
        for (var i = 0; i < items.Length; i++)
            items[i] = _values[i][0];
        return items;
    }

    /// <summary>Whether a value is in the set.</summary>
    public bool Contains(in NedbValue value) =>
        _values.Find(new ReadOnlySpan<NedbValue>(in value)) >= 0 || (_late is not null && _late.Find(KeyOf(in value)) >= 0);

    private ReadOnlySpan<byte> KeyOf(in NedbValue value)
    {
        _key ??= new(memory.Scratch);
        _key.Clear();
        _key.WriteKey(in value);
        return _key.Written;
    }
}
