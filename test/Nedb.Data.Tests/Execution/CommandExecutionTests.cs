using System.Diagnostics;

namespace Nedb.Data.Tests.Execution;

/// <summary>The timeout of a command ends it wherever it is busy, and the connection goes on.</summary>
public sealed class CommandExecutionTests
{
    private const string Many = "FROM numbers AS a CROSS JOIN numbers AS b CROSS JOIN numbers AS c CROSS JOIN numbers AS d";

    [Theory]
    [InlineData(Many + " ORDER BY a.n * b.n - c.n SELECT a.n")]
    [InlineData(Many + " GROUP BY a.n, b.n, c.n, d.n SELECT COUNT(*)")]
    [InlineData("SELECT DISTINCT a.n, b.n, c.n, d.n " + Many)]
    [InlineData(Many + " SELECT RANK() OVER (ORDER BY a.n * b.n)")]
    [InlineData("FROM numbers WHERE n IN (" + Many + " SELECT a.n * b.n * c.n) SELECT n")]
    [InlineData("INSERT INTO others (n) " + Many + " WHERE a.n * b.n - c.n * d.n < -999999 SELECT a.n")]
    [InlineData(Many + " WHERE a.n * b.n - c.n * d.n < -999999 UPDATE a SET m = 1")]
    [InlineData("FROM numbers AS z WHERE EXISTS (" + Many + " WHERE a.n < z.n - 9999) DELETE")]
    public void A_command_ends_with_its_timeout_whatever_it_does(string text)
    {
        using var folder = new TemporaryFolder();
        using var connection = Databases.Open($"Data Source={folder.Path};Query Memory=1;Pooling=False");
        Databases.Run(
            connection,
            "CREATE COLLECTION numbers (n int32 NOT NULL PRIMARY KEY, m int32); CREATE COLLECTION others (n int32 NOT NULL PRIMARY KEY)");
        connection.Write([.. Enumerable.Range(1, 300).Select(static n => new NedbWrite
        {
            Kind = NedbWriteKind.Insert,
            Collection = "numbers",
            SetFields = ["n"],
            SetValues = [n],
        })]);
        using var command = connection.CreateCommand(text);
        command.CommandTimeout = 1;
        var watch = Stopwatch.StartNew();
        Databases.Refuses(connection, NedbErrorCode.Timeout, () =>
        {
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
            }
        });
        // The clock that looks for timeouts ticks a few times a second.
        Assert.InRange(watch.ElapsedMilliseconds, 500, 20_000);
        Assert.Equal(300L, Convert.ToInt64(Databases.Ask(connection, "FROM numbers WHERE m IS NULL COUNT")));
        var scratch = Path.Combine(folder.Path, "temp");
        Assert.True(!Directory.Exists(scratch) || Directory.GetFiles(scratch).Length == 0);
    }
}
