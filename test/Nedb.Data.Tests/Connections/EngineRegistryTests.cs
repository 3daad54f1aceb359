namespace Nedb.Data.Tests.Connections;

public class EngineRegistryTests
{
    [Fact]
    public void Two_names_of_one_folder_find_one_engine()
    {
        using var folder = new TemporaryFolder();
        using var first = Databases.OpenTeams(folder.Database);
        var other = System.IO.Path.Join(folder.Path, ".", "x", "..", "database") + System.IO.Path.DirectorySeparatorChar;
        using var second = Databases.Open($"Data Source={other};Pooling=False");

        Assert.Equal(first.GetNedbDatabase().Head, second.GetNedbDatabase().Head);
        Databases.Run(second, "INSERT INTO teams (id, name) VALUES (3, \"Greens\")");
        Assert.Equal("Greens", Databases.Ask(first, "FROM teams WHERE id = 3 SELECT name"));
    }

    [Fact]
    public void A_link_to_a_folder_finds_the_engine_of_the_folder()
    {
        using var folder = new TemporaryFolder();
        using var first = Databases.OpenTeams(folder.Database);
        var link = System.IO.Path.Join(folder.Path, "link");
        Directory.CreateSymbolicLink(link, folder.Database);

        using var second = Databases.Open(link);

        Assert.Equal(first.DataSource, second.DataSource);
        second.Close();
        first.Close();
        NedbConnection.ClearAllPools();
        Directory.Delete(link);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_link_that_leads_elsewhere_is_followed_there(bool isOldOneUsed)
    {
        using var folder = new TemporaryFolder();
        var (first, second) = (System.IO.Path.Join(folder.Path, "first"), System.IO.Path.Join(folder.Path, "second"));
        var link = System.IO.Path.Join(folder.Path, "link");
        Databases.OpenTeams(first).Close();
        using (var connection = Databases.OpenTeams(second))
            Databases.Run(connection, "UPDATE teams SET name = \"Golds\" WHERE id = 1");
        Directory.CreateSymbolicLink(link, first);
        using var source = new NedbDataSource(link);
        using var user = isOldOneUsed ? source.OpenConnection() : null;
        using var again = Databases.Open(link);
        Assert.Equal("Reds", Databases.Ask(again, "FROM teams WHERE id = 1 SELECT name"));
        again.Close();

        Directory.Delete(link);
        Directory.CreateSymbolicLink(link, second);
        again.Open();
        using var fromSource = source.OpenConnection();
        Assert.All([again, fromSource], connection =>
        {
            Assert.Equal("Golds", Databases.Ask(connection, "FROM teams WHERE id = 1 SELECT name"));
            Assert.Equal(second, connection.DataSource);
            connection.Close();
        });

        Assert.True(NedbConnection.DeleteDatabase(link));
        Assert.True(NedbConnection.DatabaseExists(first));
        Assert.False(NedbConnection.DatabaseExists(second));
    }

    [Fact]
    public void A_connection_by_a_relative_path_stays_where_it_was_opened_first()
    {
        using var folder = new TemporaryFolder();
        var relative = System.IO.Path.GetRelativePath(Environment.CurrentDirectory, folder.Database);
        Assert.False(System.IO.Path.IsPathFullyQualified(relative));
        using var connection = Databases.OpenTeams(relative);

        Assert.Equal(folder.Database, connection.DataSource);
        connection.Close();
        connection.Open();
        Assert.Equal("Reds", Databases.Ask(connection, "FROM teams WHERE id = 1 SELECT name"));
    }

    [Fact]
    public void A_pooled_database_stays_open_until_the_pool_is_cleared()
    {
        using var folder = new TemporaryFolder();
        var connection = Databases.OpenTeams(folder.Database);
        connection.Close();

        Assert.Equal(NedbErrorCode.Locked, Assert.Throws<NedbException>(() => OpenDirectly(folder.Database)).Code);
        NedbConnection.ClearPool(connection);
        OpenDirectly(folder.Database);
    }

    [Fact]
    public void Without_pooling_the_database_closes_with_its_last_connection()
    {
        using var folder = new TemporaryFolder();
        var text = $"Data Source={folder.Database};Pooling=False";
        var first = Databases.OpenTeams(text);
        var second = Databases.Open(text);

        first.Close();
        Assert.Equal(NedbErrorCode.Locked, Assert.Throws<NedbException>(() => OpenDirectly(folder.Database)).Code);
        second.Close();
        OpenDirectly(folder.Database);
    }

    [Fact]
    public void A_cleared_pool_leaves_open_connections_alone()
    {
        using var folder = new TemporaryFolder();
        using var connection = Databases.OpenTeams(folder.Database);

        NedbConnection.ClearAllPools();

        Assert.Equal("Reds", Databases.Ask(connection, "FROM teams WHERE id = 1 SELECT name"));
        connection.Close();
        OpenDirectly(folder.Database);
    }

    [Fact]
    public void Other_options_than_those_in_use_are_refused_and_taken_when_nobody_uses_it()
    {
        using var folder = new TemporaryFolder();
        using var full = Databases.OpenTeams($"Data Source={folder.Database};Synchronous=Full");
        using var off = new NedbConnection($"Data Source={folder.Database};Synchronous=Off");

        Assert.Equal(NedbErrorCode.OptionsConflict, Assert.Throws<NedbException>(off.Open).Code);
        full.Close();
        off.Open();
        using var any = Databases.Open(folder.Database);
        Assert.Equal("Reds", Databases.Ask(any, "FROM teams WHERE id = 1 SELECT name"));
    }

    [Fact]
    public async Task Many_threads_that_open_and_close_share_one_engine()
    {
        using var folder = new TemporaryFolder();
        Databases.OpenTeams(folder.Database).Close();
        var text = $"Data Source={folder.Database};Pooling=False";

        await Parallel.ForAsync(0, 200, (_, _) =>
        {
            using var connection = Databases.Open(text);
            Assert.Equal("Reds", Databases.Ask(connection, "FROM teams WHERE id = 1 SELECT name"));
            return ValueTask.CompletedTask;
        });
        NedbConnection.ClearAllPools();
        OpenDirectly(folder.Database);
    }

    [Fact]
    public void Deleting_needs_everybody_to_have_left()
    {
        using var folder = new TemporaryFolder();
        Assert.False(NedbConnection.DeleteDatabase(folder.Database));
        var connection = Databases.OpenTeams(folder.Database);

        Assert.Equal(NedbErrorCode.InUse, Assert.Throws<NedbException>(() => NedbConnection.DeleteDatabase(folder.Database)).Code);
        Assert.Equal("Reds", Databases.Ask(connection, "FROM teams WHERE id = 1 SELECT name"));
        connection.Close();
        Assert.True(NedbConnection.DeleteDatabase(folder.Database));
        Assert.False(NedbConnection.DatabaseExists(folder.Database));
        Assert.False(Directory.Exists(folder.Database));
    }

    [Fact]
    public void A_process_ends_as_it_should_though_the_folder_of_an_open_database_was_deleted()
    {
        using var folder = new TemporaryFolder();
        using var other = SecondProcess.Open(folder.Database, isLeftOpen: true);
        other.Execute("CREATE COLLECTION t (id int32 NOT NULL PRIMARY KEY)");
        Directory.Delete(folder.Database, recursive: true);

        Assert.Equal(0, other.End());
        Assert.False(Directory.Exists(folder.Database));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_pooled_database_whose_folder_was_deleted_is_not_served_again(bool isMadeAnew)
    {
        if (OperatingSystem.IsWindows())
            return; // which does not delete files that are open
        using var folder = new TemporaryFolder();
        Databases.OpenTeams(folder.Database).Close();
        Directory.Delete(folder.Database, recursive: true);
        if (isMadeAnew)
            Directory.CreateDirectory(folder.Database);

        using (var existing = new NedbConnection($"Data Source={folder.Database};Mode=ReadWrite"))
            Assert.Equal(NedbErrorCode.PathInvalid, Assert.Throws<NedbException>(existing.Open).Code);
        using (var anew = Databases.OpenTeams(folder.Database))
        {
            Assert.Equal(2L, Convert.ToInt64(Databases.Ask(anew, "FROM teams COUNT")));
            Assert.True(anew.GetNedbDatabase().Verify().IsIntact);
        }

        Databases.Open(folder.Database).Close();
        Directory.Delete(folder.Database, recursive: true);
        Assert.False(NedbConnection.DeleteDatabase(folder.Database));
        NedbConnection.ClearAllPools();
        Assert.False(Directory.Exists(folder.Database));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_backup_put_in_the_place_of_a_pooled_database_is_what_is_opened_next(bool isMoved)
    {
        if (OperatingSystem.IsWindows())
            return; // which does not move or delete files that are open
        using var folder = new TemporaryFolder();
        var backup = Path.Join(folder.Path, "backup");
        using (var connection = Databases.OpenTeams(folder.Database))
        {
            connection.GetNedbDatabase().Backup(backup);
            Databases.Run(connection, "INSERT INTO teams (id, name) VALUES (3, \"Greens\")");
        }

        if (isMoved)
            Directory.Move(folder.Database, Path.Join(folder.Path, "old"));
        else
            Directory.Delete(folder.Database, recursive: true);
        Directory.Move(backup, folder.Database);
        using (var connection = Databases.Open(folder.Database))
        {
            Assert.Equal(2L, Convert.ToInt64(Databases.Ask(connection, "FROM teams COUNT")));
            Databases.Run(connection, "INSERT INTO teams (id, name) VALUES (4, \"Greys\")");
        }

        NedbConnection.ClearAllPools();
        using var again = Databases.Open(folder.Database);
        Assert.Equal("Greys", Databases.Ask(again, "FROM teams WHERE id = 4 SELECT name"));
        Assert.True(again.GetNedbDatabase().Verify().IsIntact);
    }

    [Fact]
    public void An_engine_that_is_used_writes_nothing_into_the_folder_that_took_the_place_of_its_own()
    {
        if (OperatingSystem.IsWindows())
            return; // which does not move files that are open
        using var folder = new TemporaryFolder();
        var (backup, old) = (Path.Join(folder.Path, "backup"), Path.Join(folder.Path, "old"));
        var connection = Databases.OpenTeams($"Data Source={folder.Database};Pooling=False");
        connection.GetNedbDatabase().Backup(backup);
        Directory.Move(folder.Database, old);
        Directory.Move(backup, folder.Database);
        var before = FilesOf(folder.Database);
        Databases.Run(connection, "INSERT INTO teams (id, name) VALUES (3, \"Greens\")");

        Assert.Equal(NedbErrorCode.Io, Assert.Throws<NedbException>(connection.Close).Code);

        Assert.Equal(before, FilesOf(folder.Database));
        using var restored = Databases.Open(folder.Database);
        Assert.Equal(2L, Convert.ToInt64(Databases.Ask(restored, "FROM teams COUNT")));
        using var moved = Databases.Open(old);
        Assert.Equal(3L, Convert.ToInt64(Databases.Ask(moved, "FROM teams COUNT")));
    }

    [Fact]
    public void A_key_of_a_database_that_was_deleted_is_not_asked_for()
    {
        if (OperatingSystem.IsWindows())
            return; // which does not delete files that are open
        using var folder = new TemporaryFolder();
        Databases.Open($"Data Source={folder.Database};Encryption Key={new string('1', 64)}").Close();
        Directory.Delete(folder.Database, recursive: true);

        Databases.OpenTeams(folder.Database).Close();
    }

    [Fact]
    public void Opening_an_open_database_allocates_next_to_nothing()
    {
        using var folder = new TemporaryFolder();
        using var connection = Databases.OpenTeams(folder.Database);
        connection.Close();
        for (var i = 0; i < 100; i++)
        {
            connection.Open();
            connection.Close();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            connection.Open();
            connection.Close();
        }

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 100, 0, 256);
    }

    private static List<string> FilesOf(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => $"{file} {Convert.ToHexString(File.ReadAllBytes(file))}"),
    ];

    private static void OpenDirectly(string folder)
    {
        // A second store in the same process: the lock of the folder decides, not our registry.
        try
        {
            using var store = Nedb.Storage.NedbStore.Open(folder);
        }
        catch (Nedb.Storage.Diagnostics.StorageException e)
        {
            throw new NedbException(Nedb.Data.Diagnostics.ErrorMap.Translate(e)!.Code, e.Message, e);
        }
    }
}
