using Nedb.Query.Binding;
using Nedb.Query.Syntax.Nodes.Queries;

namespace Nedb.Query.Planning;

/// <summary>
/// Whether rows come in the order wanted all by themselves: joined rows come in the order of the keys of their sources, from left to
/// right. It is what
/// queries ask for that collect related documents.
/// </summary>
internal static class NaturalOrder
{
    public static bool Covers(BoundSource from, List<BoundOrdering> keys)
    {
        var sources = new List<BoundCollectionSource>();
        AddSources(from, sources);
        var complete = new HashSet<int>();
        var source = 0;
        var position = 0;
        foreach (var key in keys)
        {
            if (SlotOf(key.Expression) is { } slot && complete.Contains(slot))
                continue;
            if (source >= sources.Count || key.IsDescending)
                return false;
            var fields = PathTerms.KeyFields(sources[source].Collection);
            if (PathTerms.FieldOf(sources[source], key.Expression) is not { } field || field != fields[position].FieldId)
                return false;
            if (++position < fields.Length)
                continue;
            complete.Add(sources[source].Slot);
            source++;
            position = 0;
        }

        return true;
    }

    /// <summary>The slot of the one document that an expression reads; null for anything else.</summary>
    private static int? SlotOf(BoundExpression expression) => expression switch
    {
        BoundField field => field.Slot,
        BoundMetadata metadata => metadata.Slot,
        _ => null,
    };

    /// <returns>Whether the sources to the right may follow; otherwise the order is known only up to here.</returns>
    private static bool AddSources(BoundSource source, List<BoundCollectionSource> sources)
    {
        switch (source)
        {
            case BoundCollectionSource { IsHistory: false } collection:
                sources.Add(collection);
                return true;
            case BoundJoinSource { Kind: not (JoinKind.Right or JoinKind.Full) } join:
                return AddSources(join.Left, sources) && AddSources(join.Right, sources);
            case BoundQuerySource { Query: BoundSelect { KeepsRows: true, From: { } from } select }
                when select.OrderBy.Count == 0 || Covers(from, select.OrderBy):
                return AddSources(from, sources);
            default:
                return false;
        }
    }
}
