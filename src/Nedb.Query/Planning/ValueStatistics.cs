using System.Buffers;
using Nedb.Storage.Schema;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Query.Planning;

/// <summary>
/// About how many documents share the values of the first fields of a key or an index: the mean over a few documents from both ends of
/// the collection. It
/// is looked up when a plan is made, not kept, so that it costs nothing to writers.
/// </summary>
internal sealed class ValueStatistics(ReadView view)
{
    private const int SamplesPerEnd = 4;
    private const int MostCounted = 200;

    private readonly Dictionary<(int CollectionId, int IndexId, int Fields), double?> _known = [];

    /// <summary>The mean number of documents, at least 1; null where the collection is too small to tell.</summary>
    /// <param name="collection">The collection.</param>
    /// <param name="index">The index; null for the key.</param>
    /// <param name="fields">The fields of the key or index.</param>
    /// <param name="count">How many of the fields are given.</param>
    public double? RowsPerValue(CollectionDefinition collection, IndexDefinition? index, IndexField[] fields, int count)
    {
        var place = (collection.Id, index?.Id ?? 0, count);
        if (!_known.TryGetValue(place, out var rows))
            _known.Add(place, rows = Sample(collection, index, fields, count));
        return rows;
    }

    private double? Sample(CollectionDefinition collection, IndexDefinition? index, IndexField[] fields, int count)
    {
        const int LeastDocuments = 50;
        if (view.EstimateCount(collection.Id) < LeastDocuments)
            return null;
        var total = 0.0;
        var samples = 0;
        foreach (var isReverse in (ReadOnlySpan<bool>)[false, true])
        {
            using var cursor = view.Scan(collection.Id, KeyRange.All, isReverse);
            for (var i = 0; i < SamplesPerEnd && cursor.MoveNext(); i++)
            {
                total += CountLike(collection, index, fields.AsSpan(0, count), cursor.Current);
                samples++;
            }
        }

        return samples == 0 ? null : Math.Max(1.0, total / samples);
    }

    private double CountLike(CollectionDefinition collection, IndexDefinition? index, ReadOnlySpan<IndexField> fields, Document document)
    {
        var buffer = new ArrayBufferWriter<byte>(64);
        foreach (var field in fields)
        {
            var value = field.FieldId == PathTerm.IdField ? document.Id
                : document.IsContentErased ? default
                : document.HasField(field.FieldId) ? document.GetValue(field.FieldId)
                : collection.FindField(field.FieldId)?.MissingValue ?? default;
            if (PathTerms.CollationOf(collection, index, field.FieldId) is { } collation)
                value = collation.Fold(in value);
            KeyEncoder.Append(in value, field.IsDescending, buffer);
        }

        var range = KeyRange.Prefix(buffer.WrittenSpan);
        using var cursor = index is null ? view.Scan(collection.Id, range) : view.ScanIndex(collection.Id, index.Id, range);
        var found = 0;
        while (found < MostCounted && cursor.MoveNext())
            found++;
        return found < MostCounted ? found : Math.Max(found, view.EstimateRange(collection.Id, index?.Id ?? 0, range));
    }
}
