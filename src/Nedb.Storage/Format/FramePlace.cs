using Nedb.Storage.Sealing;

namespace Nedb.Storage.Format;

/// <summary>Where a frame is written.</summary>
/// <param name="Position">Where in the file it will begin: a multiple of <see cref="FrameHeader.SizeBytes"/>.</param>
/// <param name="SegmentSalt">The salt of the segment.</param>
/// <param name="Sealer">What seals it; null in a database without a key.</param>
internal readonly record struct FramePlace(long Position, ulong SegmentSalt, FrameSealer? Sealer = null);
