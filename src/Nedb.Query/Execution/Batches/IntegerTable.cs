namespace Nedb.Query.Execution.Batches;

/// <summary>Numbers of 64 bits, each once, numbered in order of arrival. Open addressing, so that most lookups touch one place.</summary>
internal sealed class IntegerTable
{
    private const int FirstPlaces = 32;
    private const int FirstShift = 64 - 5;
    private const int MostKept = 512;

    private long[] _keys = new long[FirstPlaces / 2];
    private int[] _places = new int[FirstPlaces];
    private int _mask = FirstPlaces - 1;
    private int _shift = FirstShift;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>How much memory the table takes.</summary>
    public long Bytes => (sizeof(long) * (long)_keys.Length) + (sizeof(int) * (long)_places.Length);

    /// <summary>The number that arrived at a place.</summary>
    public long this[int ordinal] => _keys[ordinal];

    /// <summary>The ordinal of a number, or -1.</summary>
    public int Find(long key)
    {
        var place = Hash(key);
        while (_places[place] is var found && found != 0)
        {
            if (_keys[found - 1] == key)
                return found - 1;
            place = (place + 1) & _mask;
        }

        return -1;
    }

    /// <summary>The ordinal of a number, which is added if it is not there.</summary>
    public int FindOrAdd(long key)
    {
        var place = Hash(key);
        while (_places[place] is var found && found != 0)
        {
            if (_keys[found - 1] == key)
                return found - 1;
            place = (place + 1) & _mask;
        }

        if (2 * Count > _mask)
        {
            Grow();
            return FindOrAdd(key);
        }

        _keys[Count] = key;
        _places[place] = ++Count;
        return Count - 1;
    }

    /// <summary>Forgets all numbers.</summary>
    public void Clear()
    {
        if (_places.Length > MostKept)
        {
            Release();
            _keys = new long[FirstPlaces / 2];
            _places = new int[FirstPlaces];
            _mask = FirstPlaces - 1;
            _shift = FirstShift;
        }
        else if (Count > 0)
        {
            Array.Clear(_places);
        }

        Count = 0;
    }

    /// <summary>Gives the memory back; the table is not to be used any more.</summary>
    public void Release()
    {
        TableArrays.Return(_keys);
        TableArrays.Return(_places);
        _keys = [];
        _places = [];
    }

    // Fibonacci hashing: the high bits of the product depend on all bits of the key.
    private int Hash(long key)
    {
        var product = unchecked((ulong)key * 0x9E3779B97F4A7C15UL);
        return (int)((product ^ (product >> 29)) * 0xBF58476D1CE4E5B9UL >> _shift);
    }

    private void Grow()
    {
        var places = 2 * (_mask + 1);
        _keys = TableArrays.Grow(_keys, Count, places / 2);
        _places = TableArrays.Renew(_places, places);
        _mask = places - 1;
        _shift--;
        for (var i = 0; i < Count; i++)
        {
            var place = Hash(_keys[i]);
            while (_places[place] != 0)
                place = (place + 1) & _mask;
            _places[place] = i + 1;
        }
    }
}
