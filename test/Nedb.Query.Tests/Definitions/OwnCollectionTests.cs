using Nedb.Query.Tests.Specs;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Files;

namespace Nedb.Query.Tests.Definitions;

/// <summary>The collections that the engine keeps for itself.</summary>
public sealed class OwnCollectionTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public OwnCollectionTests()
    {
        new NedbFiles(_database.Store).Put("film", new MemoryStream([1, 2, 3]));
        _database.Run("PUT things {_id: 1} EXPIRES AT timestamptz \"2999-01-01T00:00:00Z\"");
    }

    public void Dispose() => _database.Dispose();

    [Theory]
    [InlineData("_files", "files")]
    [InlineData("_file_chunks", "the content of files")]
    [InlineData("_expiries", "expiries")]
    public void A_collection_of_the_engine_is_not_dropped_by_its_name(string name, string use)
    {
        foreach (var statement in (string[])["DROP COLLECTION", "DROP COLLECTION IF EXISTS"])
        {
            var failure = Assert.Throws<StorageException>(() => _database.Run($"{statement} {name}"));
            Assert.Equal(StorageErrorCode.DefinitionInvalid, failure.Code);
            Assert.Equal(name, failure.Collection);
            Assert.Contains($"it holds {use}", failure.Message, StringComparison.Ordinal);
        }

        Assert.NotEmpty(_database.Texts($"FROM {name} SELECT _seq"));
    }

    [Theory]
    [InlineData("ALTER COLLECTION _files RENAME TO mine")]
    [InlineData("ALTER COLLECTION _file_chunks RENAME TO mine")]
    [InlineData("ALTER COLLECTION _expiries RENAME TO mine")]
    [InlineData("ALTER COLLECTION _files ADD FIELD note string")]
    [InlineData("ALTER COLLECTION _files DROP FIELD length")]
    [InlineData("ALTER COLLECTION _files RENAME FIELD name TO title")]
    [InlineData("ALTER COLLECTION _files ADD CONSTRAINT small CHECK (length < 2)")]
    [InlineData("CREATE UNIQUE INDEX one ON _files (length)")]
    [InlineData("DROP INDEX by_time ON _expiries")]
    public void A_collection_of_the_engine_is_not_altered(string statement) =>
        Assert.Equal(StorageErrorCode.DefinitionInvalid, Assert.Throws<StorageException>(() => _database.Run(statement)).Code);

    [Fact]
    public void An_index_that_refuses_nothing_is_made_over_files()
    {
        _database.Run("CREATE INDEX by_length ON _files (length)");
        new NedbFiles(_database.Store).Put("book", new MemoryStream([1]));
        Assert.Equal(["\"book\""], _database.Texts("FROM _files WHERE length = 1 SELECT name"));
        _database.Run("DROP INDEX by_length ON _files");
    }
}
