using Nedb.Storage.Cbor;
using Nedb.Storage.Values;

namespace Nedb.Storage.Schema;

/// <summary>One declared field of a collection.</summary>
public sealed record FieldDefinition
{
    // Null where it is the default, so that equal definitions are equal records.
    private NedbValue? _missing;

    /// <summary>
    /// The identity of the field within its collection, from 1; a rename keeps it, and it is never used again after a drop.
    /// </summary>
    public required int Id { get; init; }

    /// <summary>The current name.</summary>
    public required string Name { get; init; }

    /// <summary>What values it accepts.</summary>
    public FieldType Type { get; init; }

    /// <summary>Whether null is accepted.</summary>
    public bool IsNullable { get; init; } = true;

    /// <summary>What an insert without the field stores. Change it by <see cref="WithDefault"/> where the field is there already.</summary>
    public NedbValue Default { get; init; }

    /// <summary>
    /// What versions that do not carry the field, for they were written before it was added, read as: the default that it was added with.
    /// It stays when the default is changed or dropped, so that what nobody wrote reads on as it did, now and in the past.
    /// </summary>
    public NedbValue MissingValue => _missing ?? Default;

    /// <summary>An NQL expression that gives the value of an insert without the field; null where there is none.</summary>
    public string? DefaultExpression { get; init; }

    /// <summary>An NQL expression over the other fields that gives the value of every version; null where there is none.</summary>
    public string? ComputedExpression { get; init; }

    /// <summary>Whether the engine gives a number to an insert without the field: one more than the greatest ever stored.</summary>
    public bool IsIdentity { get; init; }

    /// <summary>The collation of the field; null for ordinal.</summary>
    public string? Collation { get; init; }

    /// <summary>By what the text of the field is compared, and held in indexes; null for as it is stored.</summary>
    public Collations.Collation? TextCollation =>
        Collation is not null && Collations.Collation.Find(Collation) is { IsOrdinal: false } collation ? collation : null;

    /// <summary>Free text about the field; null where there is none.</summary>
    public string? Comment { get; init; }

    /// <summary>Whether older versions read as something else than the default.</summary>
    internal bool HasOtherMissingValue => _missing is { } missing && !IsSame(missing, Default);

    /// <summary>The field with another default for the inserts to come; older versions read as they did.</summary>
    /// <param name="value">A constant; null for none.</param>
    /// <param name="expression">An NQL expression; null for none.</param>
    public FieldDefinition WithDefault(NedbValue value, string? expression) =>
        (this with { Default = value, DefaultExpression = expression }).WithMissingValue(MissingValue);

    /// <summary>The field with another value that older versions read as.</summary>
    internal FieldDefinition WithMissingValue(NedbValue value) =>
        this with { _missing = IsSame(value, Default) ? null : value };

    // Equal numbers of different kinds or scales are not the same.
    private static bool IsSame(in NedbValue left, in NedbValue right)
    {
        if (left.IsNull || right.IsNull)
            return left.IsNull && right.IsNull;
        return Encode(in left).AsSpan().SequenceEqual(Encode(in right));
    }

    private static byte[] Encode(in NedbValue value)
    {
        var buffer = new ByteBuffer();
        new CborWriter(buffer).WriteValue(value, 2);
        return buffer.ToArray();
    }
}
