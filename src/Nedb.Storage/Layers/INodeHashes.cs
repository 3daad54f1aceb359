using Nedb.Storage.Values;

namespace Nedb.Storage.Layers;

/// <summary>Where the hash of a node is found when somebody asks for it: versions in runs do not carry it.</summary>
internal interface INodeHashes
{
    /// <summary>The hash of the leaf of a node.</summary>
    Hash256 HashOf(long seq);
}
