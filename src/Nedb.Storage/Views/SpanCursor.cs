namespace Nedb.Storage.Views;

/// <summary>
/// Walks over the versions of a collection that were written in a span of seqs, by key, then by seq. They are found by their seqs: what was
/// written before is not looked at.
/// </summary>
internal sealed class SpanCursor : DocumentCursor
{
    private readonly List<StoredDocument> _versions = [];
    private int _next;

    /// <summary>Finds the versions.</summary>
    /// <param name="root">The state.</param>
    /// <param name="collectionId">The collection.</param>
    /// <param name="range">The range of ordered keys.</param>
    /// <param name="after">The seq before the span, not less than the horizon.</param>
    /// <param name="through">The last seq of the span.</param>
    public SpanCursor(StateRoot root, int collectionId, KeyRange range, long after, long through)
    {
        for (var seq = after + 1; seq <= through; seq++)
        {
            if (root.CollectionOf(seq) != collectionId)
                continue;
            var node = root.GetNode(seq);
            if (node.Kind.IsVersion() && range.Contains(node.KeyBytes))
                _versions.Add(node);
        }

        _versions.Sort(static (left, right) =>
            left.KeyBytes.AsSpan().SequenceCompareTo(right.KeyBytes) is not 0 and var order ? order : left.Seq.CompareTo(right.Seq));
    }

    /// <inheritdoc/>
    public override Document Current => _versions[_next - 1];

    /// <inheritdoc/>
    public override bool MoveNext() => _next < _versions.Count && ++_next > 0;
}
