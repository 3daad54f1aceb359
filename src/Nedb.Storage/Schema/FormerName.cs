namespace Nedb.Storage.Schema;

/// <summary>A name that a collection had for a while: it was dropped since, or is called otherwise.</summary>
/// <param name="Name">The name.</param>
/// <param name="CollectionId">The collection that had it.</param>
/// <param name="FromSeq">The first seq at which it had it.</param>
/// <param name="ToSeq">The last seq at which it had it.</param>
/// <param name="NewName">What it was renamed to; null where it was dropped.</param>
public sealed record FormerName(string Name, int CollectionId, long FromSeq, long ToSeq, string? NewName);
