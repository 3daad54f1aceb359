using Nedb.Query.Execution;
using Nedb.Storage.Schema;

namespace Nedb.Query.Binding;

/// <summary>The visible documents of a collection, or all its versions.</summary>
internal sealed class BoundCollectionSource(int slot, CollectionDefinition collection, bool isHistory) : BoundSource
{
    public int Slot => slot;

    public CollectionDefinition Collection => collection;

    public bool IsHistory => isHistory;

    /// <summary>The slot of a row that tells which version replaced the one in <see cref="Slot"/>; -1 where only visible documents are
    /// read.</summary>
    public int HistorySlot { get; init; } = -1;

    /// <summary>Whether anything is asked of that row: to know which version replaced another costs a search.</summary>
    public bool ReadsReplacement { get; set; }

    /// <summary>The seq or time to read at; null for that of the statement.</summary>
    public BoundExpression? AsOf { get; set; }

    /// <summary>The place where the view of <see cref="AsOf"/> is kept while the statement runs.</summary>
    public int ViewState { get; set; } = -1;

    /// <summary>Refuses states in which its name meant another collection; null where there are none.</summary>
    public FormerNameCheck? Check { get; init; }

    /// <summary>What must all be true of a document, because its source says so.</summary>
    public List<BoundExpression> Filters { get; } = [];

    public override bool GivesDocumentsOnce => !isHistory;

    public override void MapExpressions(Func<BoundExpression, BoundExpression> map)
    {
        AsOf = AsOf is null ? null : map(AsOf);
        for (var i = 0; i < Filters.Count; i++)
            Filters[i] = map(Filters[i]);
    }

    public override void AddSlots(HashSet<int> slots)
    {
        slots.Add(slot);
        if (HistorySlot >= 0)
            slots.Add(HistorySlot);
    }
}
