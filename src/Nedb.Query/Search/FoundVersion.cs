using Nedb.Storage.Values;

namespace Nedb.Query.Search;

/// <summary>What a search index tells of a version that it found.</summary>
/// <param name="Id">The value of <c>_id</c>.</param>
/// <param name="Seq">Its seq.</param>
internal readonly record struct FoundVersion(NedbValue Id, long Seq);
