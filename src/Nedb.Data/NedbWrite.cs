using Nedb.Data.Conversion;
using Nedb.Data.Execution;
using Nedb.Query.Writes;
using Nedb.Storage.Transactions;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Data;

/// <summary>One write of one document, as change trackers know it: no text is made or parsed to carry it out.</summary>
public sealed class NedbWrite
{
    /// <summary>What it does.</summary>
    public required NedbWriteKind Kind { get; init; }

    /// <summary>The name of the collection.</summary>
    public required string Collection { get; init; }

    /// <summary>The names of the fields to set; for an insert, those left out get their default, computed or identity value.</summary>
    public IReadOnlyList<string> SetFields { get; init; } = [];

    /// <summary>
    /// The values to set, in the order of <see cref="SetFields"/>; of the types that <see cref="NedbParameter.Value"/> takes.
    /// </summary>
    public IReadOnlyList<object?> SetValues { get; init; } = [];

    /// <summary>
    /// For an update or a delete: the fields that must have the values of <see cref="WhereValues"/>. They contain the key; the others
    /// are concurrency tokens, among them <c>_seq</c>. A document that is not there or has other values is not written, and the result
    /// says so.
    /// </summary>
    public IReadOnlyList<string> WhereFields { get; init; } = [];

    /// <summary>The values that must be found, in the order of <see cref="WhereFields"/>.</summary>
    public IReadOnlyList<object?> WhereValues { get; init; } = [];

    /// <summary>The fields to read back from the written version; <c>_seq</c> and other metadata may be among them.</summary>
    public IReadOnlyList<string> ReturningFields { get; init; } = [];

    /// <summary>The seqs of the nodes that caused the write; null for the causes of the commit.</summary>
    public IReadOnlyList<long>? CausedBy { get; init; }

    /// <summary>What the write rests on; null where nothing is said.</summary>
    public string? Evidence { get; init; }

    /// <summary>How sure the writer is, 0 to 1; null where nothing is said.</summary>
    public double? Confidence { get; init; }

    /// <summary>
    /// The start of the period of valid time, which is in it: a <see cref="DateOnly"/>, <see cref="DateTime"/> or <see
    /// cref="DateTimeOffset"/>; null for no bound.
    /// </summary>
    public object? ValidFrom { get; init; }

    /// <summary>
    /// The end of the period of valid time, which is not in it: a <see cref="DateOnly"/>, <see cref="DateTime"/> or <see
    /// cref="DateTimeOffset"/>; null for no bound.
    /// </summary>
    public object? ValidTo { get; init; }

    /// <summary>
    /// When the document is to end by itself: it is there until <see cref="NedbDatabase.SweepExpired"/> ends it. Null leaves what was said
    /// before, <see cref="DateTimeOffset.MaxValue"/> takes that back.
    /// </summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>
    /// The write as a statement of NQL, for logs: with the parameters <c>@p0</c>, <c>@p1</c>, … for the values to set, then those to
    /// find, then causes, evidence, confidence, period and expiry, as far as they are given.
    /// </summary>
    public string ToNql() => WriteText.Render(this);

    /// <inheritdoc/>
    public override string ToString() => ToNql();

    internal TypedWrite ToTyped()
    {
        if (SetFields.Count != SetValues.Count || WhereFields.Count != WhereValues.Count)
            throw new ArgumentException(
                $"A write of '{Collection}' has {SetFields.Count} fields and {SetValues.Count} values to set, "
                + $"{WhereFields.Count} fields and {WhereValues.Count} values to find; each must be as many.");
        return new()
        {
            Kind = (WriteKind)Kind,
            Collection = Collection,
            SetFields = SetFields,
            SetValues = ToValues(SetValues),
            WhereFields = WhereFields,
            WhereValues = ToValues(WhereValues),
            ReturningFields = ReturningFields,
            Metadata = ToMetadata(),
        };
    }

    private static NedbValue[] ToValues(IReadOnlyList<object?> objects)
    {
        var values = objects.Count == 0 ? [] : new NedbValue[objects.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = ParameterConverter.ToValue(objects[i]);
        return values;
    }

    private WriteMetadata ToMetadata()
    {
        var provenance = NedbCommitOptions.ToProvenance(CausedBy, Evidence, Confidence);
        if (provenance is null && ValidFrom is null && ValidTo is null && ExpiresAt is null)
            return WriteMetadata.None;
        return new()
        {
            Provenance = provenance,
            ExpiresAt = ExpiresAt,
            Period = ValidFrom is null && ValidTo is null
                ? null
                : new Period(ToTick(ValidFrom, long.MinValue, nameof(ValidFrom)), ToTick(ValidTo, long.MaxValue, nameof(ValidTo))),
        };
    }

    private static long ToTick(object? bound, long unbounded, string name) => bound switch
    {
        null or DBNull => unbounded,
        DateOnly date => date.DayNumber * TimeSpan.TicksPerDay,
        DateTime moment => moment.Ticks,
        DateTimeOffset instant => instant.UtcTicks,
        _ => throw new ArgumentException($"{name} must be a DateOnly, DateTime or DateTimeOffset; found {bound.GetType()}."),
    };
}
