namespace Nedb.Storage.Scratch;

/// <summary>Where a block lies in a scratch file.</summary>
/// <param name="Position">The position of its first byte.</param>
/// <param name="Length">How many bytes were put there.</param>
public readonly record struct ScratchBlock(long Position, int Length);
