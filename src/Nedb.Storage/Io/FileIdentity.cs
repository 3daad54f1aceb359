using System.Runtime.InteropServices;

namespace Nedb.Storage.Io;

/// <summary>
/// What tells a file from all others, whatever their names: while somebody has it open, no other file has the same. .NET does not tell the
/// number of a file on Linux, where folders of open files may be moved and replaced; elsewhere the moment of its making stands for it.
/// </summary>
/// <param name="Device">The device that holds the file; 0 where nobody tells.</param>
/// <param name="Number">The number of the file there, or when it was made.</param>
internal readonly record struct FileIdentity(long Device, long Number)
{
    private const int CurrentFolder = -100;
    private const int NumberOnly = 0x100;

    // struct statx has the same places on every processor.
    private const int SizeOfStatus = 256;
    private const int PlaceOfNumber = 32;
    private const int PlaceOfDevice = 136;

    private static bool _isStatusKnown = OperatingSystem.IsLinux();

    /// <summary>The identity of what a path leads to; null where that is nothing, or cannot be looked at.</summary>
    public static FileIdentity? Find(string path)
    {
        if (!_isStatusKnown)
            return FindByTime(path);
        try
        {
            Span<byte> status = stackalloc byte[SizeOfStatus];
            if (GetStatus(CurrentFolder, path, 0, NumberOnly, ref status[0]) != 0)
                return null;
            return new(MemoryMarshal.Read<long>(status[PlaceOfDevice..]), MemoryMarshal.Read<long>(status[PlaceOfNumber..]));
        }
        catch (EntryPointNotFoundException)
        {
            _isStatusKnown = false; // a C library from before 2018
            return FindByTime(path);
        }
    }

    private static FileIdentity? FindByTime(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? new(0, file.CreationTimeUtc.Ticks) : null;
    }

    [DllImport("libc", EntryPoint = "statx", ExactSpelling = true)]
    private static extern int GetStatus(
        int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint wanted, ref byte status);
}
