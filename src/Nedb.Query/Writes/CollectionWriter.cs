using Nedb.Query.Diagnostics;
using Nedb.Query.Execution;
using Nedb.Storage.Schema;
using Nedb.Storage.Transactions;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Query.Writes;

/// <summary>
/// Writes documents into one collection: gives fields their defaults, numbers identities, computes computed fields, and finds the key.
/// Whether values
/// fit is checked by the storage. A document carries every declared field, so that what a field was added with never shows through a null.
/// </summary>
internal sealed class CollectionWriter
{
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly FieldDefinition[] _fields;
    private readonly int[] _fieldIds;
    private readonly int[] _keyPlaces;
    private readonly RowExpression?[] _defaults;
    private readonly RowExpression?[] _computed;
    private readonly bool _hasComputed;

    public CollectionWriter(CollectionDefinition definition, Catalog catalog)
    {
        Definition = definition;
        _fields = [.. definition.Fields.OrderBy(static field => field.Id)];
        _fieldIds = Array.ConvertAll(_fields, static field => field.Id);
        for (var i = 0; i < _fields.Length; i++)
            _places.Add(_fields[i].Name, i);
        _keyPlaces = [.. definition.KeyFieldIds.Select(id => Array.IndexOf(_fieldIds, id))];
        _defaults = Array.ConvertAll(_fields, field => RowExpression.Compile(field.DefaultExpression, _fields, catalog));
        _computed = Array.ConvertAll(_fields, field => RowExpression.Compile(field.ComputedExpression, _fields, catalog));
        _hasComputed = Array.Exists(_computed, static expression => expression is not null);
    }

    public CollectionDefinition Definition { get; }

    /// <summary>The number of declared fields.</summary>
    public int FieldCount => _fields.Length;

    public bool HasKeyFields => _keyPlaces.Length > 0;

    public FieldDefinition FieldAt(int place) => _fields[place];

    /// <summary>The place of a field in rows of this collection, or -1.</summary>
    public int PlaceOf(string name) => _places.GetValueOrDefault(name, -1);

    /// <summary>The place of a field in rows of this collection by its identity, or -1.</summary>
    public int PlaceOf(int fieldId) => Array.IndexOf(_fieldIds, fieldId);

    /// <summary>Gives a row that is a part of another one the numbers and defaults of a key of its own.</summary>
    /// <returns>Whether a field of the key was given another value.</returns>
    public bool RenewKey(WriteTransaction transaction, NedbValue[] values)
    {
        var isRenewed = false;
        foreach (var place in _keyPlaces)
        {
            if (_fields[place].IsIdentity)
                values[place] = NedbValue.FromInt64(transaction.NextIdentity(Definition.Id, _fieldIds[place]));
            else if (_defaults[place] is not null)
                values[place] = DefaultOf(transaction, place, values);
            else
                continue;
            isRenewed = true;
        }

        return isRenewed;
    }

    public bool IsKey(int place) => Array.IndexOf(_keyPlaces, place) >= 0;

    /// <summary>Whether the default of a field is computed from the row.</summary>
    public bool HasDefaultExpression(int place) => _defaults[place] is not null;

    public bool IsComputed(int place) => _computed[place] is not null;

    /// <summary>The present values of a document, place by place.</summary>
    public NedbValue[] Read(Document document)
    {
        var values = new NedbValue[_fields.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = document.HasField(_fieldIds[i]) ? document.GetValue(_fieldIds[i]) : _fields[i].MissingValue;
        return values;
    }

    /// <summary>The value of one field of a document.</summary>
    public NedbValue Read(Document document, int place) =>
        document.HasField(_fieldIds[place]) ? document.GetValue(_fieldIds[place]) : _fields[place].MissingValue;

    /// <summary>Fills in what an insert left out.</summary>
    public void Complete(WriteTransaction transaction, NedbValue[] values, ReadOnlySpan<bool> isGiven)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (isGiven[i])
                continue;
            if (_fields[i].IsIdentity)
                values[i] = NedbValue.FromInt64(transaction.NextIdentity(Definition.Id, _fieldIds[i]));
            else if (_defaults[i] is null)
                values[i] = _fields[i].Default;
        }

        for (var i = 0; i < values.Length; i++)
            if (!isGiven[i] && !_fields[i].IsIdentity && _defaults[i] is not null)
                values[i] = DefaultOf(transaction, i, values);
    }

    /// <summary>The default of one field.</summary>
    public NedbValue DefaultOf(WriteTransaction transaction, int place, NedbValue[] row)
    {
        if (_defaults[place] is not { } expression)
            return _fields[place].Default;
        // A clock or a random number would say something else than the first time.
        return transaction.NextRepeated(Definition.Id) is { } repeated ? Read(repeated, place) : expression.Evaluate(transaction.View, row);
    }

    /// <summary>Gives computed fields their values, and numbers the kind of their field.</summary>
    public void Finish(WriteTransaction transaction, NedbValue[] values)
    {
        if (_hasComputed)
            for (var i = 0; i < values.Length; i++)
                if (_computed[i] is { } expression)
                    values[i] = expression.Evaluate(transaction.View, values);
        for (var i = 0; i < values.Length; i++)
            values[i] = Widen(in values[i], _fields[i].Type.Kind);
    }

    public Document Insert(WriteTransaction transaction, NedbValue id, NedbValue[] values, WriteMetadata metadata)
    {
        Finish(transaction, values);
        CheckId(in id);
        return transaction.Insert(Definition.Id, id, _fieldIds, values, metadata);
    }

    public Document Put(WriteTransaction transaction, NedbValue id, NedbValue[] values, WriteMetadata metadata)
    {
        Finish(transaction, values);
        CheckId(in id);
        return transaction.Put(Definition.Id, id, _fieldIds, values, metadata);
    }

    /// <summary>Writes a new version of a document; one whose key changed ends, and begins anew under the new key.</summary>
    public Document Update(WriteTransaction transaction, Document old, NedbValue[] values, bool isKeyChanged, WriteMetadata metadata)
    {
        // A period that is not kept in fields stays until somebody says otherwise.
        if (metadata.Period is null && Definition.PeriodFromFieldId == 0 && !old.Period.IsAlways)
            metadata = metadata with { Period = old.Period };
        Finish(transaction, values);
        var id = HasKeyFields ? default : old.Id;
        if (!isKeyChanged || !HasKeyFields || EncodeKey(values).AsSpan().SequenceEqual(old.Key.Span))
            return transaction.Put(Definition.Id, id, _fieldIds, values, metadata);
        transaction.Delete(Definition.Id, old.Key.Span, metadata with { Precondition = null, Period = null });
        return transaction.Insert(Definition.Id, id, _fieldIds, values, metadata);
    }

    /// <summary>
    /// Whether a new version follows from the old one and the fields that are set, without a look at the others: where no field is computed
    /// and the key stays.
    /// </summary>
    public bool CanPatch(ReadOnlySpan<int> places)
    {
        if (_hasComputed)
            return false;
        foreach (var place in places)
            if (place < 0 || IsKey(place))
                return false;
        return true;
    }

    /// <summary>Writes a new version of a document in which some fields are others.</summary>
    /// <param name="transaction">Where to.</param>
    /// <param name="old">The document, which was just read as the transaction reads it.</param>
    /// <param name="places">The places of the fields, ascending, of which <see cref="CanPatch"/> holds.</param>
    /// <param name="values">Their values, which are brought into the kinds of their fields.</param>
    /// <param name="metadata">What the write says about itself.</param>
    public Document Patch(
        WriteTransaction transaction, Document old, ReadOnlySpan<int> places, Span<NedbValue> values, WriteMetadata metadata)
    {
        Span<int> fieldIds = places.Length <= 64 ? stackalloc int[places.Length] : new int[places.Length];
        for (var i = 0; i < places.Length; i++)
        {
            fieldIds[i] = _fieldIds[places[i]];
            values[i] = Widen(in values[i], _fields[places[i]].Type.Kind);
        }

        return transaction.Update(old, fieldIds, values, metadata, isRead: true);
    }

    private void CheckId(in NedbValue id)
    {
        if (!HasKeyFields && id.IsNull)
            throw new NqlException(NqlErrorCode.ValueInvalid, DescribeMissingId());
    }

    /// <summary>What is wrong with a document without an <c>_id</c>, where no field is the key.</summary>
    public string DescribeMissingId() => $"A document of '{Definition.Name}' needs a key: give it an _id, for example _id: \"a\".";

    public byte[] EncodeKey(NedbValue[] values)
    {
        if (_keyPlaces.Length == 1)
            return KeyEncoder.Encode(values[_keyPlaces[0]]);
        var key = new NedbValue[_keyPlaces.Length];
        for (var i = 0; i < key.Length; i++)
            key[i] = values[_keyPlaces[i]];
        return KeyEncoder.Encode(key);
    }

    /// <summary>An integer written into a decimal or binary field becomes a number of that kind; anything else is for the storage to
    /// judge.</summary>
    public static NedbValue Widen(in NedbValue value, FieldKind kind) => kind switch
    {
        FieldKind.Decimal when value.Kind is ValueKind.Int64 or ValueKind.UInt64 => NedbValue.FromDecimal(Arithmetic.ToDecimal(in value)),
        FieldKind.Double or FieldKind.Single when value.Kind is ValueKind.Int64 or ValueKind.UInt64 && IsExact(in value) =>
            NedbValue.FromDouble(Arithmetic.ToDouble(in value)),
        _ => value,
    };

    private static bool IsExact(in NedbValue value) => value.Kind == ValueKind.Int64 && (long)(double)value.AsInt64() == value.AsInt64();
}
