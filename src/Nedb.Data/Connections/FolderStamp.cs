namespace Nedb.Data.Connections;

/// <summary>
/// What the files of a folder look like from outside. A store opened for reading does not follow the process that writes; comparing
/// stamps tells whether it still shows the newest state.
/// </summary>
internal readonly record struct FolderStamp(long Files, long Bytes, long LastWrite)
{
    private static readonly EnumerationOptions Everything = new()
    {
        RecurseSubdirectories = true,
        IgnoreInaccessible = true,
        AttributesToSkip = FileAttributes.None,
    };

    /// <summary>Looks at a folder. What cannot be looked at is left out: opening the database says what is wrong with it.</summary>
    public static FolderStamp Of(string folder)
    {
        long files = 0, bytes = 0, lastWrite = 0;
        try
        {
            foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", Everything))
            {
                // What a query of the writer put there says nothing of the state, and may be gone already.
                if (file.Extension == ".scratch" || !TryLook(file, out var length, out var written))
                    continue;
                files++;
                bytes += length;
                lastWrite = Math.Max(lastWrite, written);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or System.Security.SecurityException)
        {
            return default;
        }

        return new(files, bytes, lastWrite);
    }

    /// <summary>False where the writer has deleted the file since it was listed.</summary>
    private static bool TryLook(FileInfo file, out long length, out long written)
    {
        try
        {
            (length, written) = (file.Length, file.LastWriteTimeUtc.Ticks);
            return true;
        }
        catch (FileNotFoundException)
        {
            (length, written) = (0, 0);
            return false;
        }
    }
}
