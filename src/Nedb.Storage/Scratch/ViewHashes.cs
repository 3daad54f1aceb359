using Nedb.Storage.Layers;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Scratch;

/// <summary>The hashes of nodes as a state knows them; zero for those of an open transaction.</summary>
internal sealed class ViewHashes(ReadView view) : INodeHashes
{
    /// <inheritdoc/>
    public Hash256 HashOf(long seq) => view.FindNode(seq)?.Hash ?? default;
}
