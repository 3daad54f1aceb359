using Nedb.Data.Connections;

namespace Nedb.Data.Tests.Connections;

public sealed class FolderStampTests
{
    [Fact]
    public void A_file_that_is_gone_when_it_is_looked_at_is_left_out()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "a"), "12345");
        var stamp = FolderStamp.Of(folder.Path);
        Assert.Equal((1, 5), (stamp.Files, stamp.Bytes));
        // A link that leads nowhere is listed like a file that a writer deletes at the next moment.
        File.CreateSymbolicLink(Path.Combine(folder.Path, "gone"), Path.Combine(folder.Path, "nowhere"));
        Assert.Equal((1, 5), (FolderStamp.Of(folder.Path).Files, FolderStamp.Of(folder.Path).Bytes));
    }

    [Fact]
    public void A_folder_that_is_not_there_has_the_stamp_of_nothing()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(default, FolderStamp.Of(Path.Combine(folder.Path, "no")));
    }
}
