namespace Nedb.Storage.Recovery;

/// <summary>A node whose content does not give the hash that stands behind it.</summary>
/// <param name="Path">The segment.</param>
/// <param name="Position">Where the node begins in it.</param>
/// <param name="Seq">The seq of the node.</param>
internal sealed record LeafFault(string Path, long Position, long Seq);
