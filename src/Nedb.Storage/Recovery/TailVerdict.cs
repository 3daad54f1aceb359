namespace Nedb.Storage.Recovery;

/// <summary>What is to be made of the place where the good frames of the last segment end.</summary>
/// <param name="Damage">What is wrong; null where the log ends here as it should, or with a write that was never finished.</param>
/// <param name="TornBytes">The bytes of the unfinished write; 0 where there are none.</param>
internal readonly record struct TailVerdict(string? Damage, long TornBytes);
