using Nedb.Storage.Rows;
using Nedb.Storage.Values;

namespace Nedb.Storage.Views;

/// <summary>Versions of one collection that lie together and never change. Safe for use by any number of threads.</summary>
internal abstract class RowBlock
{
    /// <summary>The kind that stands for a field that a version does not carry.</summary>
    public const ValueKind Missing = (ValueKind)(byte.MaxValue - 1);

    /// <summary>The kind that stands for a value that only the document can tell.</summary>
    public const ValueKind Unknown = (ValueKind)byte.MaxValue;

    /// <summary>The array that the versions lie in, and that they keep; null where they are in memory whether somebody keeps them or
    /// not.</summary>
    public virtual byte[]? Bytes => null;

    /// <summary>Makes the document of a version.</summary>
    public abstract StoredDocument Read(int index);

    /// <summary>Where the row of a version lies; no document is made.</summary>
    /// <returns>The fields of the row; null where the version has none.</returns>
    public abstract Shape? FindRow(int index, out ArraySegment<byte> row);

    /// <summary>The values of a field of all versions, where they are known, or reading all pays for so many of them.</summary>
    /// <param name="fieldId">The field.</param>
    /// <param name="wanted">How many versions somebody wants to read.</param>
    public abstract FieldValues? Find(int fieldId, int wanted);

    /// <summary>The bytes of one value, as they lie in the row.</summary>
    /// <param name="index">The version.</param>
    /// <param name="fieldId">The field.</param>
    /// <param name="kind">Its kind, or <see cref="Missing"/> or <see cref="Unknown"/>.</param>
    public abstract ReadOnlySpan<byte> BytesOf(int index, int fieldId, out ValueKind kind);
}
