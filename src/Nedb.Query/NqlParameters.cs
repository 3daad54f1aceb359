using Nedb.Storage.Values;

namespace Nedb.Query;

/// <summary>Values for the parameters of a script, by name without the <c>@</c>; names are not case-sensitive.</summary>
public sealed class NqlParameters
{
    private readonly List<(string Name, NedbValue Value)> _items = [];

    /// <summary>No parameters.</summary>
    public static NqlParameters Empty { get; } = new();

    /// <summary>The number of parameters.</summary>
    public int Count => _items.Count;

    /// <summary>Sets a parameter; the value set last under a name counts.</summary>
    public void Set(string name, NedbValue value)
    {
        if (name.Length > 0 && name[0] is '@')
            name = name[1..];
        for (var i = 0; i < _items.Count; i++)
            if (string.Equals(_items[i].Name, name, StringComparison.OrdinalIgnoreCase))
            {
                _items[i] = (name, value);
                return;
            }

        _items.Add((name, value));
    }

    /// <summary>Finds a parameter.</summary>
    public bool TryGet(string name, out NedbValue value)
    {
        for (var i = _items.Count - 1; i >= 0; i--)
            if (string.Equals(_items[i].Name, name, StringComparison.OrdinalIgnoreCase))
            {
                value = _items[i].Value;
                return true;
            }

        value = default;
        return false;
    }
}
