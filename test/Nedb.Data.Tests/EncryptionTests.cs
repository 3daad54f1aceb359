using System.Text;
using Nedb.Storage;

namespace Nedb.Data.Tests;

public class EncryptionTests
{
    private static readonly EncryptionKey Key = EncryptionKey.Generate();

    [Fact]
    public void Nothing_readable_is_on_disk()
    {
        using var plain = new TemporaryFolder();
        using var folder = new TemporaryFolder();
        Write(plain.Database, "");
        Write(folder.Database, $";Encryption Key={Key.ToHexString()}");

        string[] secrets = ["Agents", "codename", "Nightingale", "whisper-17", "sworn by Q", "by_codename"];
        Assert.All(secrets, secret => Assert.True(IsFound(plain.Database, secret), secret)); // so the search finds what is there
        Assert.All(secrets, secret => Assert.False(IsFound(folder.Database, secret), secret));

        using var connection = Databases.Open($"Data Source={folder.Database};Encryption Key={Key.ToHexString()}");
        Assert.Equal("Nightingale", Databases.Ask(connection, "SELECT codename FROM Agents WHERE id = \"whisper-17\""));
        Assert.True(connection.GetNedbDatabase().Verify().IsIntact);
    }

    [Theory]
    [InlineData("", NedbErrorCode.KeyRequired)]
    [InlineData(";Encryption Key=0000000000000000000000000000000000000000000000000000000000000000", NedbErrorCode.KeyWrong)]
    public void Who_has_not_the_key_does_not_come_in_whether_the_database_is_open_or_not(string other, NedbErrorCode expected)
    {
        using var folder = new TemporaryFolder();
        var text = $"Data Source={folder.Database};Encryption Key={Key.ToHexString()}";
        using (Databases.OpenTeams(text))
            Assert.Equal(expected, Assert.Throws<NedbException>(() => Databases.Open($"Data Source={folder.Database}{other}")).Code);
        NedbConnection.ClearAllPools();
        Assert.Equal(expected, Assert.Throws<NedbException>(() => Databases.Open($"Data Source={folder.Database}{other}")).Code);
        using var again = Databases.Open(text);
        Assert.Equal(2L, Databases.Ask(again, "SELECT count(*) FROM teams"));
    }

    [Fact]
    public void A_key_for_a_database_that_is_not_encrypted_is_an_error()
    {
        using var folder = new TemporaryFolder();
        using (Databases.OpenTeams($"Data Source={folder.Database}"))
        {
        }

        NedbConnection.ClearAllPools();
        var error = Assert.Throws<NedbException>(() => Databases.Open($"Data Source={folder.Database};Encryption Key={Key.ToHexString()}"));
        Assert.Equal(NedbErrorCode.KeyUnexpected, error.Code);
    }

    [Fact]
    public void The_key_may_be_in_a_file_or_in_the_environment_and_is_replaced_while_the_database_is_open()
    {
        using var folder = new TemporaryFolder();
        using var keys = new TemporaryFolder();
        var file = Path.Combine(keys.Path, "db.key");
        File.WriteAllText(file, Key.ToHexString() + "\n");
        var text = $"Data Source={folder.Database};Encryption Key File={file}";
        var next = EncryptionKey.Generate();
        using (var connection = Databases.OpenTeams(text))
        {
            connection.GetNedbDatabase().RotateKey(next);
            File.WriteAllText(file, next.ToHexString());
            using var second = Databases.Open(text);
            Assert.Equal(2L, Databases.Ask(second, "SELECT count(*) FROM teams"));
        }

        NedbConnection.ClearAllPools();
        var variable = "NEDB_TEST_KEY_" + Guid.NewGuid().ToString("N");
        Environment.SetEnvironmentVariable(variable, next.ToHexString());
        using var last = Databases.Open($"Data Source={folder.Database};Encryption Key Variable={variable}");
        Assert.Equal(2L, Databases.Ask(last, "SELECT count(*) FROM teams"));
    }

    [Theory]
    [InlineData("Encryption Key=abc")]
    [InlineData("Encryption Key=zz00000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("Encryption Key File=a;Encryption Key Variable=b")]
    public void What_is_no_key_is_refused_and_not_repeated(string given)
    {
        var error = Assert.Throws<ArgumentException>(() => new NedbConnection("Data Source=x;" + given).Open());
        Assert.DoesNotContain("abc", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("zz0", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Encryption Key File=/no/such/file")]
    [InlineData("Encryption Key Variable=NEDB_NOT_SET")]
    public void A_key_that_cannot_be_read_is_a_typed_error(string given)
    {
        using var folder = new TemporaryFolder();
        var error = Assert.Throws<NedbException>(() => Databases.Open($"Data Source={folder.Database};{given}"));
        Assert.Equal(NedbErrorCode.KeyInvalid, error.Code);
        Assert.False(Directory.Exists(folder.Database));
    }

    private static void Write(string path, string key)
    {
        using (var connection = Databases.Open($"Data Source={path}{key}"))
        {
            Databases.Run(connection, """
                CREATE COLLECTION Agents (id string NOT NULL PRIMARY KEY, codename string NOT NULL);
                CREATE INDEX by_codename ON Agents (codename);
                INSERT INTO Agents (id, codename) VALUES ("whisper-17", "Nightingale") EVIDENCE "sworn by Q";
                """);
        }

        NedbConnection.ClearAllPools();
    }

    private static bool IsFound(string path, string secret)
    {
        foreach (var file in Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories))
        {
            var bytes = File.ReadAllBytes(file);
            if (bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) >= 0 || bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes(secret)) >= 0)
                return true;
        }

        return false;
    }
}
