using System.Collections.Immutable;

namespace Nedb.Storage.Views;

/// <summary>Why a version was written.</summary>
/// <param name="CausedBy">The seqs of the nodes that caused it, ascending and distinct; each lower than the seq of the version.</param>
/// <param name="Evidence">Free text that says what the write rests on; null where there is none.</param>
/// <param name="Confidence">How sure the writer was, 0 to 1; null where nothing was said.</param>
public sealed record Provenance(ImmutableArray<long> CausedBy, string? Evidence = null, double? Confidence = null)
{
    /// <summary>No cause, no evidence, no confidence.</summary>
    public static Provenance None { get; } = new([]);

    /// <summary>Whether both say the same.</summary>
    public bool Equals(Provenance? other) =>
        other is not null && CausedBy.AsSpan().SequenceEqual(other.CausedBy.AsSpan()) && Evidence == other.Evidence
            && Confidence == other.Confidence;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(CausedBy.Length, CausedBy.IsEmpty ? 0 : CausedBy[^1], Evidence, Confidence);
}
