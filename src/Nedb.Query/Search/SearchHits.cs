using Nedb.Storage.Schema;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Query.Search;

/// <summary>What a search index found at a seq, in the order of the keys. No document was read for it.</summary>
/// <param name="view">The state that was searched.</param>
/// <param name="collection">The collection.</param>
internal sealed class SearchHits(ReadView view, CollectionDefinition collection)
{
    private FoundVersion[] _versions = [];

    /// <summary>How many were found.</summary>
    public int Count { get; private set; }

    /// <summary>Whether all of them have the words: not where a word is too long for the index to tell it from others.</summary>
    public bool AreExact { get; set; } = true;

    /// <summary>The identity of the collection.</summary>
    public int CollectionId => collection.Id;

    /// <summary>The one field that is the key; 0 where there is none, or more than one.</summary>
    public int KeyFieldId { get; } = collection.KeyFieldIds.Length == 1 ? collection.KeyFieldIds[0] : 0;

    /// <summary>The document of a number from 0 on.</summary>
    public Document this[int number] => new FoundDocument(this, in _versions[number]);

    /// <summary>Makes room for more.</summary>
    public void Reserve(int count)
    {
        if (_versions.Length < Count + count)
            Array.Resize(ref _versions, Math.Max(Count + count, 2 * Count));
    }

    /// <summary>Adds what was found.</summary>
    public void Add(in NedbValue id, long seq)
    {
        Reserve(1);
        _versions[Count++] = new(id, seq);
    }

    /// <summary>The key of a document in its ordered encoding.</summary>
    public byte[] KeyOf(in NedbValue id) => KeyOf(collection, id);

    /// <summary>The key of a document of a collection in its ordered encoding.</summary>
    public static byte[] KeyOf(CollectionDefinition collection, in NedbValue id) =>
        collection.KeyFieldIds.Length > 1 ? KeyEncoder.Encode(id.AsArray().Items) : KeyEncoder.Encode(id);

    /// <summary>Reads a document.</summary>
    public Document Read(ReadOnlySpan<byte> key, long seq) => view.Find(collection.Id, key) is { } found && found.Seq == seq
        ? found
        : throw new InvalidOperationException(
            $"A search index of '{collection.Name}' found seq {seq}, which is not what its key reads as.");

    /// <summary>Brings what was found into the order of the keys.</summary>
    public void Sort()
    {
        var found = _versions.AsSpan(0, Count);
        if (KeyFieldId != 0 && AreNumbers(found))
        {
            SortNumbers(found);
            return;
        }

        var keys = new byte[Count][];
        var isOrdered = true;
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = KeyOf(found[i].Id);
            isOrdered &= i == 0 || ByBytes.Compare(keys[i - 1], keys[i]) <= 0;
        }

        if (!isOrdered)
            Array.Sort(keys, _versions, 0, Count, ByBytes);
    }

    private static bool AreNumbers(ReadOnlySpan<FoundVersion> found)
    {
        foreach (ref readonly var version in found)
            if (version.Id.Kind != ValueKind.Int64)
                return false;
        return true;
    }

    /// <summary>Keys that are numbers are in the order of the numbers.</summary>
    private static void SortNumbers(Span<FoundVersion> found)
    {
        var at = 1;
        while (at < found.Length && found[at - 1].Id.AsInt64() <= found[at].Id.AsInt64())
            at++;
        if (at < found.Length)
            found.Sort(static (left, right) => left.Id.AsInt64().CompareTo(right.Id.AsInt64()));
    }

    private static Comparer<byte[]> ByBytes { get; } =
        Comparer<byte[]>.Create(static (left, right) => left.AsSpan().SequenceCompareTo(right));
}
