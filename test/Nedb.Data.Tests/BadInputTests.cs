namespace Nedb.Data.Tests;

/// <summary>Each bad input is one typed error, and nothing is written.</summary>
public class BadInputTests
{
    [Fact]
    public void A_folder_whose_parent_does_not_exist()
    {
        using var folder = new TemporaryFolder();
        var path = System.IO.Path.Join(folder.Path, "nowhere", "database");
        using var connection = new NedbConnection(path);

        var error = Assert.Throws<NedbException>(connection.Open);

        Assert.Equal(NedbErrorCode.PathInvalid, error.Code);
        Assert.Contains("nowhere", error.Message);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_file_where_the_folder_should_be()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.Database, "a letter");
        using var connection = new NedbConnection(folder.Database);

        Assert.Equal(NedbErrorCode.PathInvalid, Assert.Throws<NedbException>(connection.Open).Code);
        Assert.Equal("a letter", File.ReadAllText(folder.Database));
        Assert.Equal(System.Data.ConnectionState.Closed, connection.State);
    }

    [Fact]
    public void A_second_process()
    {
        using var folder = new TemporaryFolder();
        Databases.OpenTeams(folder.Database).Close();
        NedbConnection.ClearAllPools();
        using (SecondProcess.Open(folder.Database))
        {
            using var connection = new NedbConnection(folder.Database);
            var error = Assert.Throws<NedbException>(connection.Open);
            Assert.Equal(NedbErrorCode.Locked, error.Code);
            Assert.True(error.IsTransient);
            Assert.Equal(NedbErrorCode.Locked, Assert.Throws<NedbException>(() => NedbConnection.DeleteDatabase(folder.Database)).Code);
            using var reader = Databases.Open($"Data Source={folder.Database};Mode=ReadOnly");
            Assert.Equal("Reds", Databases.Ask(reader, "FROM teams WHERE id = 1 SELECT name"));
        }

        using var afterwards = Databases.Open(folder.Database);
        Assert.Equal("Reds", Databases.Ask(afterwards, "FROM teams WHERE id = 1 SELECT name"));
    }

    [Fact]
    public void A_damaged_log()
    {
        using var folder = new TemporaryFolder();
        using (var connection = Databases.OpenTeams(folder.Database))
            Databases.Run(connection, "FROM teams UPDATE SET founded = null");
        NedbConnection.ClearAllPools();
        var log = new DirectoryInfo(folder.Database).EnumerateFiles("*", SearchOption.AllDirectories).MaxBy(file => file.Length)!;
        var bytes = File.ReadAllBytes(log.FullName);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(log.FullName, bytes);

        using var again = new NedbConnection(folder.Database);

        Assert.Equal(NedbErrorCode.Corruption, Assert.Throws<NedbException>(again.Open).Code);
        Assert.Equal(bytes, File.ReadAllBytes(log.FullName));
    }

    [Theory]
    [InlineData(NedbErrorCode.Syntax, "FROM teams WHERE")]
    [InlineData(NedbErrorCode.Syntax, "INSERT teams {}")]
    [InlineData(NedbErrorCode.UnknownName, "FROM teems")]
    [InlineData(NedbErrorCode.UnknownName, "FROM teams SELECT nam")]
    [InlineData(NedbErrorCode.TypeMismatch, "INSERT INTO teams (id, name) VALUES (3, 5)")]
    [InlineData(NedbErrorCode.TypeMismatch, "INSERT INTO teams (id, name) VALUES (99999999999, \"Big\")")]
    [InlineData(NedbErrorCode.NotNullViolation, "INSERT INTO teams (id) VALUES (3)")]
    [InlineData(NedbErrorCode.DuplicateKey, "INSERT INTO teams (id, name) VALUES (1, \"Others\")")]
    [InlineData(NedbErrorCode.UniqueViolation, "INSERT INTO teams (id, name) VALUES (3, \"Reds\")")]
    [InlineData(NedbErrorCode.ForeignKeyViolation, "INSERT INTO players (team_id, name) VALUES (77, \"Di\")")]
    [InlineData(NedbErrorCode.ForeignKeyViolation, "FROM teams WHERE id = 1 DELETE")]
    [InlineData(NedbErrorCode.CheckViolation, "FROM players UPDATE SET goals = -1")]
    [InlineData(NedbErrorCode.SeqNotReached, "FROM teams AS OF 9999")]
    [InlineData(NedbErrorCode.CauseNotFound, "INSERT INTO teams (id, name) VALUES (3, \"Greens\") CAUSED BY 9999")]
    [InlineData(NedbErrorCode.PeriodInvalid,
        "INSERT INTO teams (id, name) VALUES (3, \"Greens\") VALID FROM date \"2024-02-01\" TO date \"2024-01-01\"")]
    public void A_text_that_cannot_be_carried_out(NedbErrorCode code, string text)
    {
        using var connection = Databases.OpenTeams();

        var error = Databases.Refuses(connection, code, () => Databases.Run(connection, text));

        Assert.NotEmpty(error.Message);
    }

    [Fact]
    public void A_typed_write_that_cannot_be_carried_out()
    {
        using var connection = Databases.OpenTeams();
        void Refuses(NedbErrorCode code, NedbWrite write) => Databases.Refuses(connection, code, () => connection.Write([write]));

        Refuses(NedbErrorCode.DuplicateKey, Teams.Insert(1, "Others"));
        Refuses(NedbErrorCode.UniqueViolation, Teams.Insert(3, "Reds"));
        Refuses(NedbErrorCode.NotNullViolation, Teams.Insert(3, null!));
        Refuses(NedbErrorCode.TypeMismatch, Teams.Insert(3, new string('x', 41)));
        Refuses(NedbErrorCode.ForeignKeyViolation, Teams.Delete(1));
        Refuses(NedbErrorCode.CauseNotFound, new()
        {
            Kind = NedbWriteKind.Insert,
            Collection = "teams",
            SetFields = ["id", "name"],
            SetValues = [3, "Greens"],
            CausedBy = [9999],
        });
        Refuses(NedbErrorCode.PeriodInvalid, new()
        {
            Kind = NedbWriteKind.Insert,
            Collection = "teams",
            SetFields = ["id", "name"],
            SetValues = [3, "Greens"],
            ValidFrom = new DateOnly(2024, 2, 1),
            ValidTo = new DateOnly(2024, 1, 1),
        });
    }

    [Fact]
    public void Nan_is_not_stored()
    {
        using var connection = Databases.Open();
        Databases.Run(connection, "CREATE COLLECTION m (id int32 PRIMARY KEY, x double)");

        Databases.Refuses(connection, NedbErrorCode.ValueInvalid, () => Databases.Run(
            connection, "INSERT INTO m (id, x) VALUES (1, @x)", ("x", double.NaN)));
        Assert.Null(Databases.Ask(connection, "FROM m WHERE x > @x", ("x", double.NaN)));
    }

    [Fact]
    public void A_value_that_contains_itself_or_is_nested_too_deep()
    {
        using var connection = Databases.OpenTeams();
        var list = new List<object?>();
        list.Add(list);
        var members = new Dictionary<string, object?>();
        members["self"] = members;
        object?[] deep = [1];
        for (var i = 0; i < 100_000; i++)
            deep = [deep];
        object?[] below = [1];
        for (var i = 0; i < 100; i++)
            below = [below];
        foreach (var value in (object[])[list, members, deep, below])
            Databases.Refuses(
                connection, NedbErrorCode.ValueInvalid, () => Databases.Run(connection, "PUT odd {_id: 1, v: @v}", ("v", value)));
        Databases.Run(connection, "PUT odd {_id: 1, v: @v}", ("v", new object?[] { new object?[] { 1 } }));
    }

    [Fact]
    public void Text_that_is_not_UTF_16()
    {
        using var connection = Databases.OpenTeams();
        const string Half = "x\ud800";
        Databases.Refuses(
            connection, NedbErrorCode.ValueInvalid, () => Databases.Run(connection, "PUT odd {_id: 1, v: @v}", ("v", Half)));
        Databases.Refuses(
            connection, NedbErrorCode.ValueInvalid, () => Databases.Run(connection, "PUT odd {_id: @v}", ("v", Half)));
        Databases.Refuses(
            connection,
            NedbErrorCode.ValueInvalid,
            () => Databases.Run(connection, "PUT odd {_id: 1, v: @v}", ("v", new Dictionary<string, object?> { [Half] = 1 })));
    }
}
