using Nedb.Storage.Transactions;
using Nedb.Storage.Values;

namespace Nedb.Query.Writes;

/// <summary>One write of one document, as change trackers know it.</summary>
public sealed class TypedWrite
{
    /// <summary>What it does.</summary>
    public required WriteKind Kind { get; init; }

    /// <summary>The name of the collection.</summary>
    public required string Collection { get; init; }

    /// <summary>The names of the fields to set; for an insert, those left out get their default, computed or identity value.</summary>
    public IReadOnlyList<string> SetFields { get; init; } = [];

    /// <summary>The values to set, in the order of <see cref="SetFields"/>.</summary>
    public IReadOnlyList<NedbValue> SetValues { get; init; } = [];

    /// <summary>
    /// For an update or a delete: the fields that must have the values of <see cref="WhereValues"/>. They contain the key; the others are
    /// concurrency tokens,
    /// among them <c>_seq</c>. A document that is not there or has other values is not written, and the outcome says so.
    /// </summary>
    public IReadOnlyList<string> WhereFields { get; init; } = [];

    /// <summary>The values that must be found, in the order of <see cref="WhereFields"/>.</summary>
    public IReadOnlyList<NedbValue> WhereValues { get; init; } = [];

    /// <summary>The fields to read back from the written version; <c>_seq</c> and other metadata may be among them.</summary>
    public IReadOnlyList<string> ReturningFields { get; init; } = [];

    /// <summary>Provenance, period and precondition of the write.</summary>
    public WriteMetadata Metadata { get; init; } = WriteMetadata.None;
}
