using Microsoft.Win32.SafeHandles;
using Nedb.Storage.Io;
using Nedb.Testing.Io;

namespace Nedb.Storage.Tests.Io;

/// <summary>
/// Failures of the operating system itself, from files for which it must fail: a descriptor that nobody has open, and the devices of Unix
/// that are always full or take nothing.
/// </summary>
public sealed class OsFileTests
{
    private const int ErrnoBadDescriptor = 9;
    private const int ErrnoInvalid = 22;
    private const int ErrnoNoSpace = 28;
    private const int NeverOpen = 1_000_000;

    [Fact]
    public void Law_1_A_sync_that_fails_is_an_error()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var file = new OsFile(new SafeFileHandle(NeverOpen, ownsHandle: false), "/data/log/1.nlog");
        var error = Assert.Throws<IOException>(file.Sync);
        Assert.Equal(ErrnoBadDescriptor, error.HResult);
        Assert.Contains("/data/log/1.nlog", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Law_1_A_file_that_cannot_be_synced_is_an_error()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var file = new OsFileSystem("/dev").Open("null", FileIntent.Write);
        file.Write([1], 0);
        Assert.Equal(ErrnoInvalid, Assert.Throws<IOException>(file.Sync).HResult);
    }

    [Fact]
    public void A_sync_that_succeeds_says_nothing()
    {
        using var folder = new TempFolder();
        var files = new OsFileSystem(folder.Path);
        using var file = files.Open("f", FileIntent.Replace);
        file.Write([1], 0);
        file.Sync();
        files.Rename("f", "g");
        files.CreateFolder("more");
        files.DeleteFolder("more");
        files.Delete("g");
    }

    [Fact]
    public void Law_1_A_folder_that_cannot_be_synced_is_an_error()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var folder = new TempFolder();
        Assert.ThrowsAny<IOException>(() => PosixDoor.SyncFolder(folder["no"]));
        PosixDoor.SyncFolder(folder.Path);
    }

    [Fact]
    public void A_write_a_cut_and_a_renaming_that_fail_are_errors()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var file = new OsFileSystem("/dev").Open("full", FileIntent.Write);
        Assert.Equal(ErrnoNoSpace, Assert.ThrowsAny<IOException>(() => file.Write([1], 0)).HResult);
        Assert.ThrowsAny<Exception>(() => file.SetLength(1));
        using var folder = new TempFolder();
        Assert.ThrowsAny<IOException>(() => new OsFileSystem(folder.Path).Rename("no", "other"));
    }
}
