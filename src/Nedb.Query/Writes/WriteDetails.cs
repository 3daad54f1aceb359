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
    public Evaluator? CausedBy { get; init; }

    /// <summary>A query whose rows are the causes.</summary>
    public Plan? CauseRows { get; init; }

    public Evaluator? Evidence { get; init; }

    public Evaluator? Confidence { get; init; }

    public Evaluator? ValidFrom { get; init; }

    public Evaluator? ValidTo { get; init; }

    public Evaluator? ExpiresAt { get; init; }

    public Evaluator? IdempotencyKey { get; init; }

    public WriteMetadata Evaluate(Frame frame)
    {
        var metadata = WriteMetadata.None;
        if (CausedBy is not null || Evidence is not null || Confidence is not null)
            metadata = metadata with { Provenance = new(Causes(frame), Text(frame, Evidence, "EVIDENCE"), Number(frame, Confidence)) };
        if (ValidFrom is not null || ValidTo is not null)
            metadata = metadata with { Period = new(Tick(frame, ValidFrom, long.MinValue), Tick(frame, ValidTo, long.MaxValue)) };
        if (ExpiresAt is not null)
            metadata = metadata with { ExpiresAt = Instant(ExpiresAt.Get(frame)) };
        return metadata;
    }

    // Without a time a document lives for ever, whatever was said before.
    private static DateTimeOffset Instant(NedbValue value) => value.IsNull ? DateTimeOffset.MaxValue
        : Moments.FindInstant(in value) ?? throw new NqlException(
            NqlErrorCode.ValueInvalid, $"EXPIRES AT needs a timestamp, a timestamptz or a date; found {value}.");

    public static string? Text(Frame frame, Evaluator? evaluator, string clause)
    {
        if (evaluator is null)
            return null;
        var value = evaluator.Get(frame);
        return value.Kind switch
        {
            ValueKind.Null => null,
            ValueKind.String => value.AsString(),
            _ => throw new NqlException(NqlErrorCode.TypeMismatch, $"{clause} needs text; found {value}."),
        };
    }

    private static double? Number(Frame frame, Evaluator? evaluator) =>
        evaluator?.Get(frame) is { IsNull: false } value ? Arithmetic.ToDouble(in value) : null;

    private static long Tick(Frame frame, Evaluator? evaluator, long unbounded) =>
        evaluator?.Get(frame) is { IsNull: false } value ? Moments.ToPeriodTick(in value) : unbounded;

    private ImmutableArray<long> Causes(Frame frame)
    {
        var seqs = new SortedSet<long>();
        if (CauseRows is not null)
        {
            using var rows = CauseRows.Open(frame);
            rows.Start();
            while (rows.MoveNext())
                AddCause(seqs, CausedBy!.Get(frame));
        }
        else if (CausedBy is not null)
        {
            AddCause(seqs, CausedBy.Get(frame));
        }

        return [.. seqs];
    }

    private static void AddCause(SortedSet<long> seqs, NedbValue value)
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
                    AddCause(seqs, item);
                break;
            default:
                throw new NqlException(NqlErrorCode.TypeMismatch, $"CAUSED BY needs seqs; found {value}.");
        }
    }
}
