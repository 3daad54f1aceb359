using Nedb.Query.Tests.Specs;
using Nedb.Storage.Values;

namespace Nedb.Query.Tests.Planning;

/// <summary>A version that is named by its seq or by its hash is found by it, and what is found is what a walk over everything finds.</summary>
public sealed class VersionPathTests
{
    [Fact]
    public void A_document_is_found_by_its_hash_without_a_scan()
    {
        using var database = Make();
        var hash = HashOf(database, 7);
        Assert.True(IsByVersion(database, $"FROM texts WHERE _hash = '{hash}' SELECT id"));
        Assert.Equal(["7"], database.Texts($"FROM texts WHERE _hash = '{hash}' SELECT id"));
        Assert.Equal(["7"], database.Texts("FROM texts WHERE _hash = @hash SELECT id", ("hash", NedbValue.FromString(hash))));
        Assert.Equal([], database.Texts($"FROM texts WHERE _hash = '{hash}' AND id = 8 SELECT id"));
        Assert.Equal(["7"], database.Texts($"FROM texts AS OF {database.Store.Seq} WHERE _hash = '{hash}' SELECT id"));
        Assert.Equal(
            ["7 | 1"], database.Texts($"FROM texts AS a JOIN texts AS t ON t._hash = '{hash}' WHERE a.id = 1 SELECT t.id, a.id"));
    }

    [Fact]
    public void Another_spelling_of_a_hash_is_another_text()
    {
        using var database = Make();
        var hash = HashOf(database, 7);
        foreach (var other in (string[])[hash.ToUpperInvariant(), " " + hash, hash[..63], hash[..63] + "g", "", "0x" + hash])
            Assert.Equal([], database.Texts("FROM texts WHERE _hash = @hash SELECT id", ("hash", NedbValue.FromString(other))));
    }

    [Fact]
    public void Replaced_versions_are_found_by_their_hashes_in_the_history_only()
    {
        using var database = Make();
        var hash = HashOf(database, 7);
        var before = database.Store.Seq;
        database.Run("UPDATE texts SET body = 'other' WHERE id = 7; DELETE FROM texts WHERE id = 8");
        Assert.Equal([], database.Texts($"FROM texts WHERE _hash = '{hash}' SELECT id"));
        Assert.Equal(["7"], database.Texts($"FROM texts AS OF {before} WHERE _hash = '{hash}' SELECT id"));
        Assert.True(IsByVersion(database, $"FROM HISTORY(texts) WHERE _hash = '{hash}' SELECT body"));
        Assert.Equal(
            [$"\"text 7\" | {before + 1}"],
            database.Texts($"FROM HISTORY(texts) WHERE _hash = '{hash}' SELECT body, _superseded_seq"));
        // The hash of an end is that of a version too.
        var end = database.Texts("FROM HISTORY(texts) WHERE _deleted SELECT _hash")[0].Trim('"');
        Assert.Equal(["8 | true"], database.Texts($"FROM HISTORY(texts) WHERE _hash = '{end}' SELECT _id, _deleted"));
    }

    [Fact]
    public void What_an_open_transaction_wrote_has_no_hash_and_is_found_by_that()
    {
        using var database = Make();
        database.Session.Begin();
        database.Run("PUT texts {id: 70, body: 'new'}; UPDATE texts SET body = 'other' WHERE id = 3");
        Assert.Equal(["3", "70"], database.Texts("FROM texts WHERE _hash = null SELECT id"));
        Assert.Equal(["3", "70"], database.Texts("FROM texts WHERE _hash = @hash SELECT id", ("hash", NedbValue.Null)));
        database.Session.Rollback();
        Assert.Equal([], database.Texts("FROM texts WHERE _hash = @hash SELECT id", ("hash", NedbValue.Null)));
    }

    [Theory]
    [InlineData("_seq")]
    [InlineData("_hash")]
    public void Definitions_and_erasures_are_no_versions_of_their_collection(string field)
    {
        using var database = Make();
        database.Run("UPDATE texts SET body = 'other' WHERE id = 7");
        using (var transaction = database.Store.BeginTransaction())
        {
            transaction.Erase(1, [long.Parse(database.Texts("FROM HISTORY(texts) WHERE id = 7 SELECT _seq")[0])], null, new());
            transaction.Commit();
        }

        var view = database.Store.OpenSnapshot();
        foreach (var seq in (long[])[1, view.Seq])
            Assert.Equal([], database.Texts(
                $"FROM HISTORY(texts) WHERE {field} = {(field == "_seq" ? $"{seq}" : $"'{view.FindNode(seq)!.Hash}'")} SELECT _seq"));
    }

    private static TestDatabase Make()
    {
        var database = new TestDatabase();
        database.Run("CREATE COLLECTION texts (id int32 PRIMARY KEY, body string)");
        for (var id = 1; id <= 20; id++)
            database.Run($"PUT texts {{id: {id}, body: 'text {id}'}}");
        return database;
    }

    private static string HashOf(TestDatabase database, int id) =>
        database.Texts($"FROM texts WHERE id = {id} SELECT _hash")[0].Trim('"');

    private static bool IsByVersion(TestDatabase database, string query) =>
        database.Texts("EXPLAIN " + query).Any(static line => line.Contains("version", StringComparison.Ordinal))
        && !database.Texts("EXPLAIN " + query).Any(static line => line.Contains("scan", StringComparison.Ordinal));
}
