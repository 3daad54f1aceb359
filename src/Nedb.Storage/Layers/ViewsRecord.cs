using System.Collections.Immutable;
using Nedb.Storage.Folding;
using Nedb.Storage.Log;
using Nedb.Storage.Runs;
using Nedb.Storage.Schema;
using Nedb.Storage.Words;

namespace Nedb.Storage.Layers;

/// <summary>What the views on disk are: up to where they go, and what is to be known beside their runs; immutable.</summary>
internal sealed record ViewsRecord
{
    /// <summary>The database.</summary>
    public required Guid DatabaseId { get; init; }

    /// <summary>One more than that of the record replaced.</summary>
    public required long Generation { get; init; }

    /// <summary>The place in the log that the views go up to.</summary>
    public required LogMark Mark { get; init; }

    /// <summary>The collections as they are defined there.</summary>
    public required ImmutableArray<CollectionDefinition> Definitions { get; init; }

    /// <summary>The identity that the next new collection gets.</summary>
    public required int NextCollectionId { get; init; }

    /// <summary>Since when they have their names, and who had them before.</summary>
    public required NameHistory Names { get; init; }

    /// <summary>The seq below which history was pruned; 0 where all of it is there.</summary>
    public required long Horizon { get; init; }

    /// <summary>What is counted of each collection, links included.</summary>
    public required ImmutableArray<CollectionFigures> Figures { get; init; }

    /// <summary>The greatest number of each identity field.</summary>
    public required ImmutableArray<(int CollectionId, int FieldId, long Greatest)> Identities { get; init; }

    /// <summary>What the log knows of schemaless collections.</summary>
    public required LoggedFields Logged { get; init; }

    /// <summary>The layouts of rows in the order of their numbers: the fields, and those that make up the key.</summary>
    public required ImmutableArray<(int[] FieldIds, int[] KeyFieldIds)> Layouts { get; init; }

    /// <summary>The id that the next run gets.</summary>
    public required long NextRunId { get; init; }

    /// <summary>The runs of what is current, newest first.</summary>
    public required ImmutableArray<RunInfo> Present { get; init; }

    /// <summary>The runs of what only grows, newest first.</summary>
    public required ImmutableArray<RunInfo> Past { get; init; }

    /// <summary>The runs of words of search indexes.</summary>
    public ImmutableArray<WordRunInfo> Words { get; init; } = [];
}
