using Nedb.Storage.Diagnostics;
using Nedb.Storage.Format;
using Nedb.Storage.Io;

namespace Nedb.Storage.Recovery;

/// <summary>The segments that a folder holds, by their names.</summary>
internal static class SegmentList
{
    /// <summary>The segments, ascending by first seq and revision.</summary>
    /// <exception cref="CorruptionException">A file ends like a segment and is not named like one.</exception>
    public static List<SegmentFile> Read(IFileSystem files)
    {
        var segments = new List<SegmentFile>();
        foreach (var name in files.List(SegmentName.Folder))
        {
            if (!name.EndsWith(SegmentName.Extension, StringComparison.Ordinal))
                continue; // unfinished, or not ours
            if (!SegmentName.TryParse(name, out var seq, out var revision))
            {
                throw new CorruptionException(
                    $"'{SegmentName.Folder}/{name}' is not the name of a segment: expected 20 digits, and perhaps a"
                        + " revision. Move the file away if it does not belong here.",
                    $"{SegmentName.Folder}/{name}",
                    0);
            }

            segments.Add(new(seq, revision));
        }

        segments.Sort(static (left, right) =>
            left.FirstSeq != right.FirstSeq ? left.FirstSeq.CompareTo(right.FirstSeq) : left.Revision.CompareTo(right.Revision));
        return segments;
    }

    /// <summary>Deletes what was begun and never got its name: nothing in it was ever acknowledged.</summary>
    public static void DeleteUnfinished(IFileSystem files)
    {
        foreach (var folder in (ReadOnlySpan<string>)["", SegmentName.Folder])
        {
            foreach (var name in files.List(folder))
            {
                var isOurs = folder.Length == 0
                    ? name is SegmentName.Manifest + SegmentName.UnfinishedExtension or SegmentName.Keys + SegmentName.UnfinishedExtension
                    : name.EndsWith(SegmentName.Extension + SegmentName.UnfinishedExtension, StringComparison.Ordinal);
                if (isOurs)
                    files.Delete(folder.Length == 0 ? name : $"{folder}/{name}");
            }
        }
    }
}
