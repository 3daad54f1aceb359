using System.Collections.Concurrent;

namespace Nedb.Storage.Rows;

/// <summary>Every shape of a store, each once. Safe for use by any number of threads.</summary>
internal sealed class ShapeTable
{
    private readonly ConcurrentDictionary<int[], Shape> _shapes = new(ByContent.Instance);
    private readonly ConcurrentDictionary<int[], Shape>.AlternateLookup<ReadOnlySpan<int>> _lookup;

    public ShapeTable() => _lookup = _shapes.GetAlternateLookup<ReadOnlySpan<int>>();

    /// <summary>The shape of those fields.</summary>
    /// <param name="fieldIds">The identities of the fields, ascending and distinct.</param>
    public Shape Intern(ReadOnlySpan<int> fieldIds) =>
        _lookup.TryGetValue(fieldIds, out var shape) ? shape : _shapes.GetOrAdd(fieldIds.ToArray(), static ids => new(ids));

    private sealed class ByContent : IEqualityComparer<int[]>, IAlternateEqualityComparer<ReadOnlySpan<int>, int[]>
    {
        public static ByContent Instance { get; } = new();

        public bool Equals(int[]? left, int[]? right) => left.AsSpan().SequenceEqual(right);

        public int GetHashCode(int[] ids) => GetHashCode(ids.AsSpan());

        public bool Equals(ReadOnlySpan<int> alternate, int[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<int> ids)
        {
            var hash = new HashCode();
            foreach (var id in ids)
                hash.Add(id);
            return hash.ToHashCode();
        }

        public int[] Create(ReadOnlySpan<int> ids) => ids.ToArray();
    }
}
