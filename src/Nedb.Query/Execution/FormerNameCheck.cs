using Nedb.Query.Diagnostics;
using Nedb.Query.Syntax;
using Nedb.Storage.Schema;
using Nedb.Storage.Views;

namespace Nedb.Query.Execution;

/// <summary>
/// Refuses to read a collection as of a seq at which its name meant another one: an empty answer would say that there was nothing.
/// </summary>
internal sealed class FormerNameCheck
{
    private readonly CollectionDefinition _collection;
    private readonly FormerName[] _former;
    private readonly long _start;
    private readonly SourceText _source;
    private readonly SourceSpan _span;

    private FormerNameCheck(CollectionDefinition collection, FormerName[] former, long start, SourceText source, SourceSpan span)
    {
        _collection = collection;
        _former = former;
        _start = start;
        _source = source;
        _span = span;
    }

    /// <summary>The check for a collection; null where no other had its name, or only while it was there too.</summary>
    public static FormerNameCheck? TryMake(Catalog catalog, CollectionDefinition collection, SourceText source, SourceSpan span)
    {
        var all = catalog.FindFormer(collection.Name);
        if (all.Count == 0)
            return null;
        var start = catalog.FindStart(collection.Id);
        FormerName[] former = [.. all.Where(name => name.CollectionId != collection.Id && name.FromSeq < start)];
        return former.Length == 0 ? null : new(collection, former, start, source, span);
    }

    /// <summary>Refuses a state in which the name meant another collection, and this one was not there yet.</summary>
    public void Check(ReadView view)
    {
        if (view.Seq >= _start)
            return;
        foreach (var former in _former)
            if (former.FromSeq <= view.Seq && view.Seq <= former.ToSeq)
                throw Meant(former, view.Seq);
    }

    private NqlException Meant(FormerName former, long seq)
    {
        var (what, advice) = former.NewName is { } name
            ? ($"was renamed to '{name}' at seq {former.ToSeq + 1}",
                $"Read that one under the name that it has now as of seq {seq}, or this one as of seq {_start} or later")
            : ($"was dropped at seq {former.ToSeq + 1}",
                $"Read as of seq {_start} or later; the log still holds the other, and an export of the history shows it");
        return _source.Error(
            NqlErrorCode.UnknownName,
            _span,
            $"Cannot read '{_collection.Name}' as of seq {seq}: the collection of that name is there since seq {_start}, and the one that "
            + $"had the name before, from seq {former.FromSeq}, {what}. {advice}.");
    }
}
