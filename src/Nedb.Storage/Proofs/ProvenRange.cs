namespace Nedb.Storage.Proofs;

/// <summary>What a proof of a part of a file says.</summary>
/// <param name="Name">The name of the file.</param>
/// <param name="FileLength">The length of this version in bytes.</param>
/// <param name="Offset">Where the proven bytes begin.</param>
/// <param name="Bytes">The proven bytes: whole chunks, so often more than was asked for.</param>
/// <param name="Version">The node that made the version: when, why and by whom.</param>
public sealed record ProvenRange(string Name, long FileLength, long Offset, ReadOnlyMemory<byte> Bytes, ProvenNode Version);
