using Nedb.Data.Conversion;
using Nedb.Data.Execution;
using Nedb.Query;
using Nedb.Query.Writes;
using Nedb.Storage.Schema;
using Nedb.Storage.Values;

namespace Nedb.Data;

/// <summary>The outcome of a <see cref="NedbWrite"/>.</summary>
public sealed class NedbWriteResult
{
    private readonly IReadOnlyList<string> _fields;
    private readonly NedbValue[] _values;
    private readonly CollectionDefinition? _collection;
    private NqlColumn[]? _columns;

    internal NedbWriteResult(WriteOutcome outcome, IReadOnlyList<string> fields, CollectionDefinition? collection, long shift)
    {
        _fields = fields;
        _collection = collection;
        _values = outcome.Returned;
        RecordsAffected = outcome.RecordsAffected;
        Seq = outcome.Seq + shift;
        if (shift == 0)
            return;
        for (var i = 0; i < _values.Length; i++)
            if (fields[i] == "_seq")
                _values[i] = NedbValue.FromInt64(_values[i].AsInt64() + shift);
    }

    /// <summary>1, or 0 where no document matched.</summary>
    public int RecordsAffected { get; }

    /// <summary>
    /// The seq of the version that is now current. In an open transaction it is the seq that the version will have if nobody else
    /// commits before;
    /// <see cref="NedbTransaction.CorrectSeq"/> gives the true one after the commit.
    /// </summary>
    public long Seq { get; }

    /// <summary>The number of values that were returned: that of the fields asked for, or 0 where no document matched.</summary>
    public int FieldCount => _values.Length;

    /// <summary>Whether a returned value is null.</summary>
    /// <param name="ordinal">Its position among <see cref="NedbWrite.ReturningFields"/>.</param>
    public bool IsNull(int ordinal) => _values[ordinal].IsNull;

    /// <summary>A returned value as an object of the type of its field; null for null.</summary>
    /// <param name="ordinal">Its position among <see cref="NedbWrite.ReturningFields"/>.</param>
    public object? GetValue(int ordinal)
    {
        var value = _values[ordinal];
        return value.IsNull ? null : ColumnType.ToObject(value, _collection?.FindField(_fields[ordinal])?.Type.Kind ?? FieldKind.Any);
    }

    /// <summary>A returned value as a CLR type, as <see cref="NedbDataReader.GetFieldValue{T}"/> does.</summary>
    /// <param name="ordinal">Its position among <see cref="NedbWrite.ReturningFields"/>.</param>
    public T GetFieldValue<T>(int ordinal) => FieldReader<T>.Read(_values[ordinal], null, ordinal);

    /// <summary>The returned values as a reader of one row; of none where no document matched.</summary>
    public NedbDataReader OpenReader() => new(
        null,
        new RowResult(_columns ??= RowResult.ColumnsOf(_fields, _collection), _values, RecordsAffected),
        null,
        System.Data.CommandBehavior.Default);
}
