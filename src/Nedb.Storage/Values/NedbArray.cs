using System.Collections;

namespace Nedb.Storage.Values;

/// <summary>An immutable list of values.</summary>
public sealed class NedbArray : IReadOnlyList<NedbValue>
{
    private readonly NedbValue[] _items;

    /// <summary>Makes a list of a copy of the given values.</summary>
    public NedbArray(ReadOnlySpan<NedbValue> items) => _items = items.ToArray();

    /// <summary>The empty list.</summary>
    public static NedbArray Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _items.Length;

    /// <inheritdoc/>
    public NedbValue this[int index] => _items[index];

    /// <summary>The items, to be read without an enumerator.</summary>
    public ReadOnlySpan<NedbValue> Items => _items;

    /// <inheritdoc/>
    public IEnumerator<NedbValue> GetEnumerator() => ((IEnumerable<NedbValue>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();
}
