using Nedb.Storage.Views;

namespace Nedb.Storage.Layers;

/// <summary>Finds the documents that entries of indexes stand for.</summary>
internal interface IVersionFinder
{
    /// <summary>The version of a key that is shown where the entry is shown, or null.</summary>
    StoredDocument? Find(ReadOnlySpan<byte> key);

    /// <summary>As <see cref="Find"/>, of several keys.</summary>
    /// <param name="keys">The keys; receives what is found.</param>
    void FindAll(KeyBatch keys)
    {
        for (var i = 0; i < keys.Count; i++)
            keys.Set(i, Find(keys.KeyAt(i)));
    }
}
