namespace Nedb.Storage.Runs;

/// <summary>Decides what becomes of an entry while runs are merged.</summary>
/// <param name="key">Its key.</param>
/// <param name="value">Its value, that of the newest source which has the key; may be replaced.</param>
/// <returns>Whether the entry is kept.</returns>
internal delegate bool MergePolicy(ReadOnlySpan<byte> key, ref ReadOnlyMemory<byte> value);
