using Nedb.Storage.Diagnostics;
using Nedb.Storage.Proofs;
using Nedb.Storage.Values;
using Nedb.Storage.Views;
using ZstdSharp;

namespace Nedb.Storage.Files;

/// <summary>Chunks as documents: compressed with zstd (RFC 8878) where that makes them smaller.</summary>
internal static class ChunkCodec
{
    private const int Raw = 0;
    private const int Zstd = 1;
    private const int Level = 3;

    [ThreadStatic]
    private static Compressor? _compressor;

    [ThreadStatic]
    private static Decompressor? _decompressor;

    /// <summary>The values of the document of a chunk, in the order of <see cref="FileSchema.ChunkFields"/>.</summary>
    public static NedbValue[] Encode(Hash256 id, ReadOnlySpan<byte> content)
    {
        var compressed = (_compressor ??= new(Level)).Wrap(content);
        var isSmaller = compressed.Length < content.Length;
        return
        [
            NedbValue.FromBytes(id.ToByteArray()),
            NedbValue.FromInt64(content.Length),
            NedbValue.FromInt64(isSmaller ? Zstd : Raw),
            NedbValue.FromBytes(isSmaller ? compressed.ToArray() : content.ToArray()),
        ];
    }

    /// <summary>The content of a chunk, checked against its id: altered data is never handed out.</summary>
    /// <exception cref="CorruptionException">The document is not there, or is not what its id says.</exception>
    public static byte[] Decode(Document? document, Hash256 id, int length)
    {
        if (document is null)
            throw Damaged(id, 0, "it is not there");
        byte[] content;
        try
        {
            var data = document.GetValue(FileSchema.ChunkData);
            if (data.Kind != ValueKind.Bytes || !document.TryGetInt64(FileSchema.ChunkCodec, out var codec) || codec is not (Raw or Zstd))
                throw Damaged(id, document.Seq, "it is not a chunk in a form that this version knows");
            content = data.AsBytes();
            if (codec == Zstd)
            {
                var plain = new byte[length];
                var count = (_decompressor ??= new()).Unwrap(content, plain);
                content = count == length ? plain : plain[..count];
            }
        }
        catch (ZstdException error)
        {
            throw Damaged(id, document.Seq, "it cannot be decompressed: " + error.Message);
        }

        return content.Length == length && FileHash.HashChunk(content) == id
            ? content
            : throw Damaged(id, document.Seq, "its content has another hash or length");
    }

    private static CorruptionException Damaged(Hash256 id, long seq, string what) => new(
        $"The chunk {id} of '{FileNames.Chunks}' is damaged: {what}. Nothing was changed; verify the log, and take the file from a backup.",
        "log",
        0,
        seq);
}
