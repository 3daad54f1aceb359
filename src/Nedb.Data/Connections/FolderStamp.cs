namespace Nedb.Data.Connections;

/// <summary>
/// What the files of a folder look like from outside. A store opened for reading does not follow the process that writes; comparing
/// stamps tells whether it still shows the newest state.
/// </summary>
internal readonly record struct FolderStamp(long Files, long Bytes, long LastWrite)
{
    public static FolderStamp Of(string folder)
    {
        long files = 0, bytes = 0, lastWrite = 0;
        var place = new DirectoryInfo(folder);
        if (!place.Exists)
            return default;
        foreach (var file in place.EnumerateFiles("*", SearchOption.AllDirectories))
        {
            // What a query of the writer put there says nothing of the state, and may be gone already.
            if (file.Extension == ".scratch")
                continue;
            files++;
            bytes += file.Length;
            lastWrite = Math.Max(lastWrite, file.LastWriteTimeUtc.Ticks);
        }

        return new(files, bytes, lastWrite);
    }
}
