using Nedb.Storage.Views;

namespace Nedb.EntityFrameworkCore.Update;

/// <summary>What a caller says about the next write of one entity.</summary>
internal sealed class EntryMetadata
{
    /// <summary>What caused the write: entities and seqs.</summary>
    public List<object> Causes { get; } = [];

    /// <summary>What it rests on.</summary>
    public string? Evidence { get; set; }

    /// <summary>How sure the writer is, 0 to 1.</summary>
    public double? Confidence { get; set; }

    /// <summary>The start of the period in ticks; null where nothing was said.</summary>
    public long? ValidFrom { get; set; }

    /// <summary>The end of the period in ticks; null where nothing was said.</summary>
    public long? ValidTo { get; set; }

    /// <summary>When the document is to end by itself; null where nothing was said.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>The period; null where nothing was said about it.</summary>
    public Period? Period => ValidFrom is null && ValidTo is null ? null : new(ValidFrom ?? long.MinValue, ValidTo ?? long.MaxValue);
}
