using Nedb.Query.Binding;
using Nedb.Storage.Schema;

namespace Nedb.Query.Planning;

/// <summary>
/// Which columns of a DISTINCT tell its rows apart. Where the whole key of a document is among them, rows of equal keys are of the same
/// document, and whatever else is read from it is the same too.
/// </summary>
internal static class DistinctKeys
{
    /// <summary>The places of the columns that tell rows apart; of all where nothing is known.</summary>
    public static int[] Of(BoundSelect select)
    {
        var columns = select.LazyColumns;
        int[] all = [.. Enumerable.Range(0, columns.Count)];
        if (select.From is null || select.IsGrouped || select.Windows.Count > 0 || select.Trace is not null || select.Traverse is not null)
            return all;
        var documents = new HashSet<int>(); // the slots of those whose keys are among the columns
        var keys = new HashSet<int>();
        foreach (var source in SourcesOf(select.From))
        {
            int[] places = [.. PathTerms.KeyFields(source.Collection).Select(field => columns.FindIndex(column =>
                HasOneForm(column.Expression.Type) && PathTerms.FieldOf(source, column.Expression) == field.FieldId))];
            if (places.Contains(-1))
                continue;
            documents.Add(source.Slot);
            keys.UnionWith(places);
        }

        return keys.Count == 0 ? all : [.. all.Where(column => keys.Contains(column) || !Follows(columns[column].Expression))];

        bool Follows(BoundExpression column) => !BoundTree.MustKeep(column) && BoundTree.FreeSlots(column).IsSubsetOf(documents);
    }

    /// <summary>Whether equal values look alike, which 1.0 and 1.00 do not.</summary>
    public static bool HasOneForm(FieldType type) =>
        StaticTypes.IsInteger(type) || type.Kind is FieldKind.Boolean or FieldKind.String or FieldKind.Date or FieldKind.Guid;

    private static IEnumerable<BoundCollectionSource> SourcesOf(BoundSource source) => source switch
    {
        BoundCollectionSource { IsHistory: false } collection => [collection],
        BoundJoinSource join => SourcesOf(join.Left).Concat(SourcesOf(join.Right)),
        _ => [],
    };
}
