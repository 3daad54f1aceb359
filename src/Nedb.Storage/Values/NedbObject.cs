using System.Collections;

namespace Nedb.Storage.Values;

/// <summary>Immutable named values; names are unique and kept in ordinal order.</summary>
public sealed class NedbObject : IReadOnlyList<KeyValuePair<string, NedbValue>>
{
    private readonly KeyValuePair<string, NedbValue>[] _members;

    /// <summary>Makes an object of the given members.</summary>
    /// <exception cref="ArgumentException">Two members have the same name.</exception>
    public NedbObject(IEnumerable<KeyValuePair<string, NedbValue>> members)
    {
        _members = [.. members];
        Array.Sort(_members, static (left, right) => string.CompareOrdinal(left.Key, right.Key));
        for (var i = 1; i < _members.Length; i++)
            if (_members[i].Key == _members[i - 1].Key)
                throw new ArgumentException($"The name '{_members[i].Key}' occurs twice in one object.", nameof(members));
    }

    /// <summary>The object without members.</summary>
    public static NedbObject Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _members.Length;

    /// <inheritdoc/>
    public KeyValuePair<string, NedbValue> this[int index] => _members[index];

    /// <summary>The member of that name, or null where there is none.</summary>
    public NedbValue this[string name] => TryGetValue(name, out var value) ? value : NedbValue.Null;

    /// <summary>The members in ordinal order of their names.</summary>
    public ReadOnlySpan<KeyValuePair<string, NedbValue>> Members => _members;

    /// <summary>Finds a member by its exact name.</summary>
    public bool TryGetValue(string name, out NedbValue value)
    {
        int low = 0, high = _members.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = string.CompareOrdinal(_members[middle].Key, name);
            if (order == 0)
            {
                value = _members[middle].Value;
                return true;
            }

            if (order < 0)
                low = middle + 1;
            else
                high = middle - 1;
        }

        value = default;
        return false;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, NedbValue>> GetEnumerator() =>
        ((IEnumerable<KeyValuePair<string, NedbValue>>)_members).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _members.GetEnumerator();
}
