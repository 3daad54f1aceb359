using Nedb.Query.Execution;
using Nedb.Storage.Schema;

namespace Nedb.Query.Binding;

/// <summary>A source as expressions see it: a name, and columns or the fields of documents.</summary>
internal sealed class ScopeSource
{
    /// <summary>The name that may stand before a field; null for none.</summary>
    public string? Name { get; init; }

    /// <summary>The slot of a source of documents; -1 for other sources.</summary>
    public int Slot { get; init; } = -1;

    /// <summary>The collection of the documents; null where it differs from row to row, or where there are none.</summary>
    public CollectionDefinition? Collection { get; init; }

    /// <summary>The columns of other sources than documents.</summary>
    public List<BoundColumn> Columns { get; set; } = [];

    /// <summary>What a name that is no column is a member of; null where such a name is an error.</summary>
    public BoundExpression? Overflow { get; init; }

    /// <summary>Whether an outer join may leave the source without a row, or fields that must have a value may have been null.</summary>
    public bool IsOptional { get; set; }

    /// <summary>Whether rows are versions that may be tombstones.</summary>
    public bool IsHistory => History is not null;

    /// <summary>The source whose versions these are; null where only visible documents are read.</summary>
    public BoundCollectionSource? History { get; init; }

    public bool IsDocument => Slot >= 0;

    /// <summary>Whether a field that is not known may exist all the same.</summary>
    public bool IsOpen => Overflow is not null || (IsDocument && Collection is not { IsDeclared: true });

    /// <summary>The column, field or metadata of that name; null where it is not known.</summary>
    public BoundExpression? Find(string name)
    {
        foreach (var column in Columns)
            if (column.Name == name)
                return column.Expression;
        if (!IsDocument)
            return null;
        if (Collection?.FindField(name) is { } field)
            return new BoundField(Slot, Collection, field, IsOptional || IsHistory);
        if (MetadataNames.Find(Slot, name, Collection) is not { } metadata)
            return null;
        // Which version came next depends on the state that is read. A visible document has not been replaced in it.
        if (metadata.Field is not (MetadataField.SupersededSeq or MetadataField.SupersededAt))
            return metadata;
        if (History is null)
            return new BoundConstant(default, metadata.Type);
        History.ReadsReplacement = true;
        return new BoundRowValue(History.HistorySlot, metadata.Field == MetadataField.SupersededSeq ? 0 : 1, metadata.Type);
    }

    /// <summary>What a name reads as that is not known but may exist: a member that documents may lack.</summary>
    public BoundExpression FindOpen(string name)
    {
        if (Overflow is not null)
            return new BoundOperation(OperationKind.Member, [Overflow], default, name);
        return Collection is null ? new BoundDynamicField(Slot, name) : BoundConstant.Null;
    }

    /// <summary>Every name that <see cref="Find"/> knows.</summary>
    public IEnumerable<string> Names()
    {
        foreach (var column in Columns)
            yield return column.Name;
        if (!IsDocument)
            yield break;
        if (Collection is not null)
            foreach (var field in Collection.Fields)
                yield return field.Name;
        foreach (var name in MetadataNames.All)
            yield return name;
    }
}
