using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Files;

/// <summary>One version of a file.</summary>
/// <param name="Name">The name.</param>
/// <param name="Length">The length in bytes; 0 where the version ends the file.</param>
/// <param name="ChunkCount">The number of chunks.</param>
/// <param name="Root">The root over its content; zero where the version ends the file.</param>
/// <param name="Seq">The seq at which it was put; in an open transaction the one that it will have if nobody else commits before.</param>
/// <param name="SupersededSeq">The seq of the version that replaced it, or <see cref="long.MaxValue"/> while it is current.</param>
/// <param name="CommittedAt">The time of its commit in UTC.</param>
/// <param name="Provenance">Why it was put.</param>
/// <param name="IsDeleted">Whether the version ends the file.</param>
public sealed record FileVersion(
    string Name,
    long Length,
    long ChunkCount,
    Hash256 Root,
    long Seq,
    long SupersededSeq,
    DateTime CommittedAt,
    Provenance Provenance,
    bool IsDeleted)
{
    internal static FileVersion From(Document document)
    {
        var name = document.Id.Kind == ValueKind.String ? document.Id.AsString() : "";
        if (document.IsTombstone)
            return new(name, 0, 0, default, document.Seq, document.SupersededSeq, document.CommittedAt, document.Provenance, true);
        return new(
            name,
            document.GetValue(FileSchema.FileLength).AsInt64(),
            document.GetValue(FileSchema.FileChunkCount).AsInt64(),
            new Hash256(document.GetValue(FileSchema.FileRoot).AsBytes()),
            document.Seq,
            document.SupersededSeq,
            document.CommittedAt,
            document.Provenance,
            false);
    }
}
