using System.Collections.Immutable;
using Nedb.Query.Diagnostics;
using Nedb.Query.Execution;
using Nedb.Storage.Transactions;
using Nedb.Storage.Values;

namespace Nedb.Query.Writes;

/// <summary>What a write says about itself, to be computed once for the statement.</summary>
internal sealed class WriteDetails
{
    /// <summary>The causes: a seq or an array of seqs; for <see cref="CauseRows"/> the seq of each of its rows.</summary>
    public ClauseValue? CausedBy { get; init; }

    /// <summary>A query whose rows are the causes.</summary>
    public Plan? CauseRows { get; init; }

    public ClauseValue? Evidence { get; init; }

    public ClauseValue? Confidence { get; init; }

    public ClauseValue? ValidFrom { get; init; }

    public ClauseValue? ValidTo { get; init; }

    public ClauseValue? ExpiresAt { get; init; }

    public ClauseValue? IdempotencyKey { get; init; }

    /// <summary>Whether the statement does something beside writing documents, such as noting when they expire.</summary>
    public bool HasSideEffects => ExpiresAt is not null || IdempotencyKey is not null;

    public WriteMetadata Evaluate(Frame frame)
    {
        var metadata = WriteMetadata.None;
        if (CausedBy is not null || Evidence is not null || Confidence is not null)
        {
            var evidence = ClauseValue.Text(frame, Evidence, "EVIDENCE");
            metadata = metadata with { Provenance = new(Causes(frame), evidence, Number(frame, Confidence)) };
        }

        if (ValidFrom is not null || ValidTo is not null)
            metadata = metadata with { Period = new(Tick(frame, ValidFrom, long.MinValue), Tick(frame, ValidTo, long.MaxValue)) };
        if (ExpiresAt is not null)
            metadata = metadata with { ExpiresAt = ExpiresAt.Convert(frame, static value => Instant(in value), DateTimeOffset.MaxValue) };
        return metadata;
    }

    // Without a time a document lives for ever, whatever was said before.
    private static DateTimeOffset Instant(in NedbValue value) => Moments.FindInstant(in value)
        ?? throw new NqlException(
            NqlErrorCode.ValueInvalid, $"EXPIRES AT needs a timestamp, a timestamptz or a date; found {value}.");

    private static double? Number(Frame frame, ClauseValue? clause) =>
        clause?.Convert<double?>(frame, static value => Arithmetic.ToDouble(in value), null);

    /// <summary>A bound of valid time.</summary>
    /// <param name="frame">The row.</param>
    /// <param name="clause">What says it; null where nothing does.</param>
    /// <param name="unbounded">What it is where nothing says it.</param>
    public static long Tick(Frame frame, ClauseValue? clause, long unbounded) =>
        clause?.Convert(frame, static value => Moments.ToPeriodTick(in value), unbounded) ?? unbounded;

    private ImmutableArray<long> Causes(Frame frame)
    {
        var seqs = new SortedSet<long>();
        if (CauseRows is not null)
        {
            using var rows = CauseRows.Open(frame);
            rows.Start();
            while (rows.MoveNext())
                AddCause(seqs, CausedBy!.Get(frame), CausedBy);
        }
        else if (CausedBy is not null)
        {
            AddCause(seqs, CausedBy.Get(frame), CausedBy);
        }

        return [.. seqs];
    }

    private static void AddCause(SortedSet<long> seqs, NedbValue value, ClauseValue clause)
    {
        switch (value.Kind)
        {
            case ValueKind.Null:
                break;
            case ValueKind.Int64:
                seqs.Add(value.AsInt64());
                break;
            case ValueKind.Array:
                foreach (ref readonly var item in value.AsArray().Items)
                    AddCause(seqs, item, clause);
                break;
            default:
                throw clause.Error(
                    NqlErrorCode.TypeMismatch, $"CAUSED BY needs seqs, such as 12, [12, 15] or a query of documents; found {value}.");
        }
    }
}
