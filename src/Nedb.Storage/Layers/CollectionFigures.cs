using System.Collections.Immutable;

namespace Nedb.Storage.Layers;

/// <summary>What is known of a collection beside its definition.</summary>
/// <param name="CollectionId">The collection.</param>
/// <param name="Count">Its current documents.</param>
/// <param name="Indexes">Its indexes and the seqs of the definitions that they were built for.</param>
internal sealed record CollectionFigures(int CollectionId, long Count, ImmutableArray<(int IndexId, long BuiltSeq)> Indexes);
