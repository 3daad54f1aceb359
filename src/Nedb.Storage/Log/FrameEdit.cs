using Nedb.Storage.Format;
using Nedb.Storage.Values;

namespace Nedb.Storage.Log;

/// <summary>Writes the content of a frame anew.</summary>
/// <param name="frame">The header of the frame.</param>
/// <param name="content">Its content, opened.</param>
/// <param name="target">Where the new content is appended.</param>
internal delegate void FrameEdit(in FrameHeader frame, ReadOnlySpan<byte> content, ByteBuffer target);
