using System.Globalization;
using Nedb.Query.Diagnostics;
using Nedb.Storage.Diagnostics;

namespace Nedb.Query.Syntax;

/// <summary>
/// Where something stands in a text. All places are equal to each other: two expressions that say the same are the same, wherever they
/// stand.
/// </summary>
/// <param name="source">The text; null for what stands in none.</param>
/// <param name="offset">The offset in UTF-16 code units.</param>
internal readonly struct TextPlace(SourceText? source, int offset) : IEquatable<TextPlace>
{
    /// <summary>Whether it stands in no text.</summary>
    public bool IsNone => source is null;

    /// <summary>The failure with its place.</summary>
    public NqlException Place(NqlException failure)
    {
        if (source is null)
            return failure;
        var (line, column) = source.Locate(offset);
        return new(failure.Code, failure.Message, line, column, failure.InnerException ?? failure);
    }

    /// <summary>The failure of the storage with its place.</summary>
    public StorageException Place(StorageException failure)
    {
        if (source is null)
            return failure;
        var (line, column) = source.Locate(offset);
        var message = string.Create(CultureInfo.InvariantCulture, $"line {line}, column {column}: {failure.Message}");
        return new(failure.Code, message, failure)
        {
            Line = line,
            Column = column,
            Collection = failure.Collection,
            Constraint = failure.Constraint,
            Documents = failure.Documents,
        };
    }

    /// <inheritdoc/>
    public bool Equals(TextPlace other) => true;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TextPlace;

    /// <inheritdoc/>
    public override int GetHashCode() => 0;
}
