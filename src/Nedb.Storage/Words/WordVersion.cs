using Nedb.Storage.Values;

namespace Nedb.Storage.Words;

/// <summary>What is known of a version that has words.</summary>
/// <param name="Id">The value of <c>_id</c>.</param>
/// <param name="Seq">Its seq.</param>
/// <param name="SupersededSeq">The seq of what replaced it; <see cref="long.MaxValue"/> where nothing did.</param>
public readonly record struct WordVersion(NedbValue Id, long Seq, long SupersededSeq);
