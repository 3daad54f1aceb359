using Nedb.Storage.Rows;

namespace Nedb.Storage.Layers;

/// <summary>Every layout that a row in a run has, each once. Safe for use by any number of threads.</summary>
internal sealed class LayoutTable(ShapeTable shapes)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Shape, List<RowLayout>> _byShape = [];
    private RowLayout[] _layouts = [];
    private int _count;

    /// <summary>The layouts so far, in the order of their numbers.</summary>
    public ReadOnlySpan<RowLayout> All
    {
        get
        {
            lock (_gate)
                return _layouts.AsSpan(0, _count);
        }
    }

    /// <summary>The layout of that number, or null.</summary>
    public RowLayout? Find(int id)
    {
        var layouts = Volatile.Read(ref _layouts);
        return (uint)(id - 1) < (uint)layouts.Length ? layouts[id - 1] : null;
    }

    /// <summary>The layout of those fields and that key.</summary>
    public RowLayout Intern(Shape shape, ReadOnlySpan<int> keyFieldIds)
    {
        lock (_gate)
        {
            if (!_byShape.TryGetValue(shape, out var known))
                _byShape[shape] = known = [];
            foreach (var layout in known)
                if (keyFieldIds.SequenceEqual(layout.KeyFieldIds))
                    return layout;
            var made = new RowLayout(_count + 1, shape, keyFieldIds.ToArray());
            if (_count == _layouts.Length)
            {
                var grown = new RowLayout[Math.Max(8, 2 * _count)];
                _layouts.CopyTo(grown, 0);
                grown[_count] = made;
                Volatile.Write(ref _layouts, grown);
            }
            else
            {
                Volatile.Write(ref _layouts[_count], made);
            }

            _count++;
            known.Add(made);
            return made;
        }
    }

    /// <summary>As <see cref="Intern(Shape, ReadOnlySpan{int})"/>, for fields by their identities.</summary>
    public RowLayout Intern(ReadOnlySpan<int> fieldIds, ReadOnlySpan<int> keyFieldIds) => Intern(shapes.Intern(fieldIds), keyFieldIds);
}
