using Nedb.Storage.Views;

namespace Nedb.Storage.Layers;

/// <summary>Finds the documents that entries of indexes stand for.</summary>
internal interface IVersionFinder
{
    /// <summary>The version of a key that is shown where the entry is shown, or null.</summary>
    StoredDocument? Find(ReadOnlySpan<byte> key);
}
