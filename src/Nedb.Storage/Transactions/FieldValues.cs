using Nedb.Storage.Values;

namespace Nedb.Storage.Transactions;

/// <summary>The fields of a version that is being made, in the order of their identities.</summary>
internal sealed class FieldValues(int capacity)
{
    private readonly int[] _ids = new int[capacity];
    private readonly NedbValue[] _values = new NedbValue[capacity];
    private int _count;

    public ReadOnlySpan<int> Ids => _ids.AsSpan(0, _count);

    public ReadOnlySpan<NedbValue> Values => _values.AsSpan(0, _count);

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
