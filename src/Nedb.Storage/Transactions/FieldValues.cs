using Nedb.Storage.Values;

namespace Nedb.Storage.Transactions;

/// <summary>The fields of a version that is being made, in the order of their identities; used again for the next version.</summary>
internal sealed class FieldValues
{
    private int[] _ids = [];
    private NedbValue[] _values = [];
    private int _count;

    public ReadOnlySpan<int> Ids => _ids.AsSpan(0, _count);

    public ReadOnlySpan<NedbValue> Values => _values.AsSpan(0, _count);

    /// <summary>Begins a version.</summary>
    /// <param name="capacity">How many fields it has at most.</param>
    public void Reset(int capacity)
    {
        _count = 0;
        if (_ids.Length < capacity)
            (_ids, _values) = (new int[capacity], new NedbValue[capacity]);
    }

    public void Add(int id, in NedbValue value)
    {
        _ids[_count] = id;
        _values[_count++] = value;
    }

    /// <summary>The value of a field, or null where it is not there.</summary>
    public NedbValue Find(int id)
    {
        var index = Array.BinarySearch(_ids, 0, _count, id);
        return index < 0 ? default : _values[index];
    }
}
