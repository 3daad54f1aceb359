namespace Nedb.Storage.Rows;

/// <summary>The fields that a row carries, named once for all rows that carry the same.</summary>
internal sealed class Shape
{
    // Identities are small and dense, so a table by identity is small too; beyond this many a search serves.
    private const int TableMax = 4_096;

    private readonly int[] _fieldIds;
    private readonly short[]? _positions;

    internal Shape(ReadOnlySpan<int> fieldIds)
    {
        _fieldIds = fieldIds.ToArray();
        if (_fieldIds.Length == 0 || _fieldIds[^1] > TableMax)
            return;
        _positions = new short[_fieldIds[^1] + 1];
        Array.Fill(_positions, (short)-1);
        for (var i = 0; i < _fieldIds.Length; i++)
            _positions[_fieldIds[i]] = (short)i;
    }

    /// <summary>The identities of the fields, ascending.</summary>
    public ReadOnlySpan<int> FieldIds => _fieldIds;

    /// <summary>The number of fields.</summary>
    public int Count => _fieldIds.Length;

    /// <summary>The position of a field in the rows of this shape, or -1.</summary>
    public int PositionOf(int fieldId)
    {
        if (_positions is { } positions)
            return (uint)fieldId < (uint)positions.Length ? positions[fieldId] : -1;
        var found = Array.BinarySearch(_fieldIds, fieldId);
        return found >= 0 ? found : -1;
    }
}
