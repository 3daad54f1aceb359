namespace Nedb.Storage.Views;

/// <summary>The other end of a link.</summary>
/// <param name="Relation">The name of the relation.</param>
/// <param name="CollectionId">The collection of the other end.</param>
/// <param name="Key">The key of the other end in its ordered encoding.</param>
/// <param name="Seq">The seq at which the link began.</param>
public readonly record struct LinkTarget(string Relation, int CollectionId, ReadOnlyMemory<byte> Key, long Seq);
