namespace Nedb.Storage.Runs;

/// <summary>Where a block stands: what a codec may bind it to, so that no block passes for another.</summary>
/// <param name="DatabaseId">The database.</param>
/// <param name="RunId">The run.</param>
/// <param name="Salt">Random and of this file alone, also where an id was tried twice because of a crash.</param>
/// <param name="Position">Where in the file the stored block begins.</param>
internal readonly record struct BlockPlace(Guid DatabaseId, long RunId, UInt128 Salt, long Position);
