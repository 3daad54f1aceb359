namespace Nedb.Storage.Proofs;

/// <summary>A place of the log that is not what was written.</summary>
/// <param name="File">The file, relative to the folder of the database.</param>
/// <param name="Offset">The position in the file, in bytes.</param>
/// <param name="Seq">The seq of the damaged node, or 0 where it cannot be told.</param>
/// <param name="Collection">The collection of the damaged node; null where it cannot be told.</param>
/// <param name="Description">What was expected and found.</param>
public sealed record DamagedPlace(string File, long Offset, long Seq, string? Collection, string Description);
