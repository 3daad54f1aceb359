using Nedb.Data.Connections;

namespace Nedb.Data.Tests.Connections;

public sealed class FolderStampTests
{
    [Fact]
    public async Task Files_that_are_deleted_while_they_are_looked_at_are_left_out()
    {
        using var folder = new TemporaryFolder();
        var stays = Path.Join(folder.Path, "stays");
        await File.WriteAllTextAsync(stays, "12345");
        using var stop = new CancellationTokenSource();
        var writer = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                var views = Directory.CreateDirectory(Path.Join(folder.Path, "views"));
                for (var i = 0; i < 40; i++)
                    File.WriteAllText(Path.Join(views.FullName, $"{i}"), "1");
                views.Delete(recursive: true);
            }
        });
        for (var i = 0; i < 2000; i++)
            Assert.InRange(FolderStamp.Of(folder.Path).Files, 1, 41);
        await stop.CancelAsync();
        await writer;
        Assert.Equal((1, 5), (FolderStamp.Of(folder.Path).Files, FolderStamp.Of(folder.Path).Bytes));
    }

    [Fact]
    public void A_folder_that_is_not_there_has_the_stamp_of_nothing()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(default, FolderStamp.Of(Path.Combine(folder.Path, "no")));
    }
}
