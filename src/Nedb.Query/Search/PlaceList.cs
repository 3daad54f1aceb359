namespace Nedb.Query.Search;

/// <summary>Places that only become more, ascending.</summary>
internal sealed class PlaceList
{
    private int[] _places = new int[2];
    private int _count;

    /// <summary>The places so far.</summary>
    public ReadOnlyMemory<int> Places => _places.AsMemory(0, _count);

    /// <summary>Adds a place that is not less than the last.</summary>
    /// <returns>Whether it was not there.</returns>
    public bool Add(int place)
    {
        if (_count > 0 && _places[_count - 1] == place)
            return false;
        if (_count == _places.Length)
            Array.Resize(ref _places, 2 * _count);
        _places[_count++] = place;
        return true;
    }
}
