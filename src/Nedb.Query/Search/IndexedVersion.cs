using Nedb.Storage.Values;

namespace Nedb.Query.Search;

/// <summary>What a search index knows of a version.</summary>
/// <param name="id">The value of <c>_id</c>.</param>
/// <param name="seq">Its seq.</param>
internal struct IndexedVersion(NedbValue id, long seq)
{
    /// <summary>The value of <c>_id</c>.</summary>
    public readonly NedbValue Id = id;

    /// <summary>Its seq.</summary>
    public readonly long Seq = seq;

    /// <summary>The seq of what replaced it; <see cref="long.MaxValue"/> while it is current.</summary>
    public long SupersededSeq = long.MaxValue;
}
