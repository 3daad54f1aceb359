using System.Collections;
using System.Data.Common;
using Nedb.Query;

namespace Nedb.Data;

/// <summary>The parameters of a command. Names are compared without <c>@</c> and without regard to case.</summary>
public sealed class NedbParameterCollection : DbParameterCollection
{
    private readonly List<NedbParameter> _items = [];

    internal NedbParameterCollection()
    {
    }

    /// <inheritdoc/>
    public override int Count => _items.Count;

    /// <inheritdoc/>
    public override object SyncRoot => ((ICollection)_items).SyncRoot;

    /// <summary>The parameter at a position.</summary>
    public new NedbParameter this[int index]
    {
        get => _items[index];
        set => _items[index] = value;
    }

    /// <summary>The parameter of a name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public new NedbParameter this[string parameterName]
    {
        get => _items[Find(parameterName)];
        set => _items[Find(parameterName)] = value;
    }

    /// <summary>Adds a parameter.</summary>
    public NedbParameter Add(NedbParameter value)
    {
        ArgumentNullException.ThrowIfNull(value);
        _items.Add(value);
        return value;
    }

    /// <inheritdoc/>
    public override int Add(object value)
    {
        _items.Add(Cast(value));
        return _items.Count - 1;
    }

    /// <summary>Adds a parameter with a value whose CLR type says how it is understood.</summary>
    public NedbParameter AddWithValue(string parameterName, object? value) => Add(new NedbParameter(parameterName, value));

    /// <summary>Adds a parameter of a type.</summary>
    public NedbParameter Add(string parameterName, NedbDbType type, object? value) => Add(new NedbParameter(parameterName, type, value));

    /// <inheritdoc/>
    public override void AddRange(Array values)
    {
        foreach (var value in values)
            Add(value!);
    }

    /// <inheritdoc/>
    public override void Clear() => _items.Clear();

    /// <inheritdoc/>
    public override bool Contains(object value) => value is NedbParameter parameter && _items.Contains(parameter);

    /// <inheritdoc/>
    public override bool Contains(string value) => IndexOf(value) >= 0;

    /// <inheritdoc/>
    public override void CopyTo(Array array, int index) => ((ICollection)_items).CopyTo(array, index);

    /// <inheritdoc/>
    public override IEnumerator GetEnumerator() => _items.GetEnumerator();

    /// <inheritdoc/>
    public override int IndexOf(object value) => value is NedbParameter parameter ? _items.IndexOf(parameter) : -1;

    /// <inheritdoc/>
    public override int IndexOf(string parameterName)
    {
        var name = NedbParameter.Bare(parameterName);
        for (var i = 0; i < _items.Count; i++)
            if (name.Equals(_items[i].BareName, StringComparison.OrdinalIgnoreCase))
                return i;
        return -1;
    }

    /// <inheritdoc/>
    public override void Insert(int index, object value) => _items.Insert(index, Cast(value));

    /// <inheritdoc/>
    public override void Remove(object value) => _items.Remove(Cast(value));

    /// <inheritdoc/>
    public override void RemoveAt(int index) => _items.RemoveAt(index);

    /// <inheritdoc/>
    public override void RemoveAt(string parameterName) => _items.RemoveAt(Find(parameterName));

    /// <inheritdoc/>
    protected override DbParameter GetParameter(int index) => _items[index];

    /// <inheritdoc/>
    protected override DbParameter GetParameter(string parameterName) => _items[Find(parameterName)];

    /// <inheritdoc/>
    protected override void SetParameter(int index, DbParameter value) => _items[index] = Cast(value);

    /// <inheritdoc/>
    protected override void SetParameter(string parameterName, DbParameter value) => _items[Find(parameterName)] = Cast(value);

    /// <summary>The values of the parameters as the engine takes them.</summary>
    internal NqlParameters Bind()
    {
        if (_items.Count == 0)
            return NqlParameters.Empty;
        var parameters = new NqlParameters();
        for (var i = 0; i < _items.Count; i++)
        {
            var parameter = _items[i];
            if (parameter.ParameterName.Length == 0)
                throw new InvalidOperationException($"The parameter at position {i} has no name.");
            try
            {
                parameters.Set(parameter.ParameterName, parameter.ToValue());
            }
            catch (InvalidCastException e)
            {
                throw new NedbException(NedbErrorCode.TypeMismatch, $"{parameter.ParameterName}: {e.Message}", e);
            }
        }

        return parameters;
    }

    private int Find(string parameterName)
    {
        var index = IndexOf(parameterName);
        return index >= 0 ? index : throw new ArgumentException(
            $"There is no parameter '{parameterName}' in the collection.", nameof(parameterName));
    }

    private static NedbParameter Cast(object value) => value as NedbParameter
        ?? throw new InvalidCastException(
            $"The collection holds {nameof(NedbParameter)} only; found {value?.GetType().ToString() ?? "null"}.");
}
