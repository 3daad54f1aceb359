using Nedb.Storage.Values;

namespace Nedb.Storage.Proofs;

/// <summary>Where a tree finds the hashes that it does not keep in memory.</summary>
internal interface ITreeHashes
{
    /// <summary>The hash of a complete subtree, of level 0 or at least <see cref="MerkleTree.LeastKeptLevel"/>.</summary>
    Hash256 ReadTreeHash(int level, long index);
}
