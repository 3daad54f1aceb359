using Nedb.Storage.Schema;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Query.Search;

/// <summary>What a search index found at a seq, in the order of the keys. No document was read for it.</summary>
/// <param name="view">The state that was searched.</param>
/// <param name="collection">The collection.</param>
/// <param name="versions">The versions that the index knew; what is read of them never changes.</param>
/// <param name="places">The places in it of the versions that were found.</param>
/// <param name="count">How many there are.</param>
internal sealed class SearchHits(ReadView view, CollectionDefinition collection, IndexedVersion[] versions, int[] places, int count)
{
    /// <summary>How many were found.</summary>
    public int Count => count;

    /// <summary>The identity of the collection.</summary>
    public int CollectionId => collection.Id;

    /// <summary>The one field that is the key; 0 where there is none, or more than one.</summary>
    public int KeyFieldId { get; } = collection.KeyFieldIds.Length == 1 ? collection.KeyFieldIds[0] : 0;

    /// <summary>The document of a number from 0 on.</summary>
    public Document this[int number] => new FoundDocument(this, in versions[places[number]]);

    /// <summary>The key of a document in its ordered encoding.</summary>
    public byte[] KeyOf(in NedbValue id) =>
        collection.KeyFieldIds.Length > 1 ? KeyEncoder.Encode(id.AsArray().Items) : KeyEncoder.Encode(id);

    /// <summary>Reads a document.</summary>
    public Document Read(ReadOnlySpan<byte> key, long seq) => view.Find(collection.Id, key) is { } found && found.Seq == seq
        ? found
        : throw new InvalidOperationException(
            $"A search index of '{collection.Name}' found seq {seq}, which is not what its key reads as.");

    /// <summary>Brings what was found into the order of the keys.</summary>
    public void Sort() => Array.Sort(
        Array.ConvertAll(places[..count], place => KeyOf(in versions[place].Id)), places, 0, count, ByBytes);

    private static Comparer<byte[]> ByBytes { get; } =
        Comparer<byte[]>.Create(static (left, right) => left.AsSpan().SequenceCompareTo(right));
}
