using Nedb.Storage.Views;

namespace Nedb.Storage.Layers;

/// <summary>Finds the versions that entries of indexes stand for.</summary>
internal interface IVersionFinder
{
    /// <summary>The current document of a key, or null.</summary>
    StoredDocument? FindCurrent(ReadOnlySpan<byte> key);

    /// <summary>The closed version of a key with that seq, or null.</summary>
    StoredDocument? FindClosed(ReadOnlySpan<byte> key, long seq);
}
